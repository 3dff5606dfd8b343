"""A patient over time: doses, results, drugs, and the days on which rules would have spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cds_service.engine.case import Call
from cds_service.engine.evaluate import Outcome, evaluate
from cds_service.engine.pack import Pack
from cds_service.engine.table import Indicator
from cds_service.engine.verdict import Failed, Fires
from cds_service.evidence.evidence import Evidence
from cds_service.picture.picture import Picture
from cds_service.picture.result import Result
from cds_service.picture.treatment import Treatment
from cds_service.picture.values import Known, Unknown
from cds_service.render.trace import plain
from cds_service.tact.advice import indicator_of
from cds_service.web.workbench.chart import key_measures
from cds_service.web.workbench.drawn import Band, Curve, Milestone, drawn
from cds_service.web.workbench.pulses import Pulse, is_pulse, pulses

_BACK, _AHEAD = timedelta(days=3 * 365), timedelta(days=365)
_MOST_DAYS = 60
_MONTH = 30.4375
_ACTIVITY = ("sledai-2k", "selena-sledai", "clinical-sledai")
_TAKEN = {"active", "draft", "completed", "stopped", "on-hold"}


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day; `series` tells curves of one plot apart."""

    day: date
    value: float
    series: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A drug from a day to a day; `planned` when it is a draft."""

    name: str
    start: date
    end: date
    planned: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule that would have spoken on a day."""

    day: date
    rule: str
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Course:
    """Everything the timeline draws, from the first to the last day."""

    first: date
    last: date
    today: date
    prednisone: tuple[Point, ...]
    prednisone_limit: float | None
    pulses: tuple[Pulse, ...]
    hydroxychloroquine: tuple[Point, ...]
    hydroxychloroquine_limit: float | None
    level: tuple[Point, ...]
    upcr: tuple[Point, ...]
    milestones: tuple[Point, ...]
    activity: tuple[Point, ...]
    bands: tuple[tuple[str, float], ...]
    bars: tuple[Bar, ...]
    spoken: tuple[Spoken, ...]


def read_course(plain_chart: Evidence, with_drafts: Evidence, pack: Pack, today: date) -> Course:
    """The course of a patient; the drafts count from the day they begin."""
    picture = Picture(with_drafts, today)
    treatments = [t for t in picture.treatments.after if t.status in _TAKEN and t.systemic]
    results = {m.name: picture.results.series(m) for m in key_measures()}
    visits = {r.when for found in results.values() for r in found} | {today}
    days = _chosen(visits | set(_changes(treatments)), today)
    past = {day: evaluate_on(plain_chart, pack, day) for day in days if day <= today}
    facts = {day: _facts(outcomes) for day, outcomes in past.items()}
    spoken = [said for day in past if day in visits for said in _spoken(day, past[day])]
    config = drawn()
    milestones = tuple(_milestones(pack, facts[today], config.milestones, today))
    last = max(*days, *(point.day for point in milestones)) + timedelta(days=30)

    def curve(of: Curve) -> tuple[Point, ...]:
        ahead = (_dose(picture, pack, of, day) for day in days if day >= today)
        known = [point for point in ahead if point]
        if of.fact:
            before = _curve(facts, of)
        else:
            seen = (_dose(Picture(plain_chart, day), pack, of, day) for day in past)
            before = tuple(point for point in seen if point)
        return (*(p for p in before if not known or p.day < today), *known)

    return Course(
        first=min(days),
        last=last,
        today=today,
        prednisone=curve(config.prednisone),
        prednisone_limit=_limit(pack, config.prednisone, today),
        pulses=pulses(treatments, pack, config.pulses, min(days), last),
        hydroxychloroquine=curve(config.hydroxychloroquine),
        hydroxychloroquine_limit=_limit(pack, config.hydroxychloroquine, today),
        level=tuple(_points(results, ("hcq-level",), min(days))),
        upcr=tuple(_points(results, ("upcr",), min(days))),
        milestones=milestones,
        activity=tuple(_points(results, _ACTIVITY, min(days))),
        bands=tuple(_bands(pack, config.bands, today)),
        bars=tuple(_bars(treatments, min(days), last)),
        spoken=tuple(spoken),
    )


def evaluate_on(evidence: Evidence, pack: Pack, day: date) -> tuple[Outcome, ...]:
    """What the rules would have said when the chart was opened on a day."""
    return evaluate(pack, Call(Picture(evidence, day), "patient-view", day, pack.definitions))


def _chosen(days: Iterable[date], today: date) -> list[date]:
    """The days within reach, the newest ones when there are too many."""
    near = sorted(day for day in days if today - _BACK <= day <= today + _AHEAD)
    return near[-_MOST_DAYS:] if today in near[-_MOST_DAYS:] else [*near[: _MOST_DAYS - 1], today]


def _changes(treatments: Iterable[Treatment]) -> Iterator[date]:
    for treatment in treatments:
        starts = (treatment.start, *(step.start for step in treatment.steps))
        yield from (day for day in starts if day)
        ends = (treatment.end, *(step.end for step in treatment.steps))
        yield from (day + timedelta(days=1) for day in ends if day and day < date(9000, 1, 1))


def _facts(outcomes: Iterable[Outcome]) -> dict[str, object]:
    found: dict[str, object] = {}
    for outcome in outcomes:
        if not isinstance(outcome.verdict, Failed):
            for name, fact in outcome.verdict.facts.items():
                if (value := plain(fact)) is not None:
                    found.setdefault(name, value)
    return found


def _spoken(day: date, outcomes: Iterable[Outcome]) -> Iterator[Spoken]:
    for outcome in outcomes:
        if isinstance(outcome.verdict, Fires) and not outcome.shadow:
            yield Spoken(day, outcome.rule.id, indicator_of(outcome))


def _curve(after: Mapping[date, Mapping[str, object]], curve: Curve) -> tuple[Point, ...]:
    found = ((day, facts.get(curve.fact)) for day, facts in sorted(after.items()))
    return tuple(Point(day, float(value)) for day, value in found if isinstance(value, int | float))


def _dose(picture: Picture, pack: Pack, curve: Curve, day: date) -> Point | None:
    """The dose of a day in a picture, drafts included; None when it cannot be told."""
    definition = pack.definitions.get(curve.equivalence)
    factors = definition.numbers if definition else {}
    weight = picture.weight.value if isinstance(picture.weight, Known) else None
    total = 0.0
    for treatment in picture.treatments.after:
        if treatment.status not in _TAKEN or treatment.as_needed or not treatment.systemic:
            continue
        steps = treatment.steps_on(day)
        if steps and all(is_pulse(treatment, s, pack, drawn().pulses, day) for s in steps):
            continue
        factor: float | None = 0.0
        if curve.concept and treatment.is_a(curve.concept):
            factor = 1 / weight if weight else None
        for ingredient in treatment.ingredients & set(factors):
            factor = factors[ingredient].on(day)
        if factor == 0.0 or not treatment.taken_on(day):
            continue
        daily = treatment.daily(day)
        if factor is None or isinstance(daily, Unknown) or not daily.exact:
            return None
        total += daily.low * factor
    return Point(day, total)


def _limit(pack: Pack, curve: Curve, today: date) -> float | None:
    rules = {rule.id: rule for rule in pack.rules}
    number = rules[curve.rule].table.numbers.get(curve.number) if curve.rule in rules else None
    return number.on(today) if number else None


def _points(
    results: Mapping[str, Iterable[Result]], names: Iterable[str], first: date
) -> Iterator[Point]:
    for name in names:
        for result in results.get(name, ()):
            if result.value.exact and result.when >= first:
                yield Point(result.when, result.value.low, name)


def _milestones(
    pack: Pack, facts: Mapping[str, object], wanted: Iterable[Milestone], today: date
) -> Iterator[Point]:
    start, baseline = facts.get("treatment_start"), facts.get("baseline_upcr_mg_per_g")
    if not isinstance(start, date):
        return
    for one in wanted:
        value = _limit(pack, Curve(one.rule, one.fall or one.value), today)
        if value is None:
            continue
        when = start + timedelta(days=round(one.months * _MONTH))
        if one.value:
            yield Point(when, value, f"M{one.months}")
        elif isinstance(baseline, int | float):
            yield Point(when, baseline * (1 - value / 100), f"M{one.months}")


def _bands(pack: Pack, bands: Iterable[Band], today: date) -> Iterator[tuple[str, float]]:
    for band in bands:
        definition = pack.definitions.get(band.definition)
        number = definition.numbers.get(band.number) if definition else None
        value = number.on(today) if number else None
        if value is not None:
            yield band.name, value


def _bars(treatments: Iterable[Treatment], first: date, last: date) -> Iterator[Bar]:
    for treatment in sorted(treatments, key=lambda t: (t.start or date.min, t.label)):
        start = max(treatment.start or first, first)
        open_end = last if treatment.running else start
        end = min(treatment.end or open_end, last)
        if end >= start:
            planned = treatment.status == "draft"
            yield Bar(treatment.label.capitalize(), start, end, planned)
