"""The patient as a clinician would read the chart, from the service's own picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from cds_service.picture.picture import Picture
from cds_service.picture.problems import Problem
from cds_service.picture.results import Measure, Result
from cds_service.picture.treatment import Treatment
from cds_service.picture.values import Amount, Gap, Known, Unknown
from cds_service.render.gaps import gap_name, gap_text
from cds_service.render.language import day, quantity

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chart: what, how much, since when, and the resource it comes from."""

    label: str
    value: str
    when: str
    reference: str
    earlier: str = ""
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart in words of one language."""

    person: str
    weight: Line | None
    problems: tuple[Line, ...]
    past_problems: tuple[Line, ...]
    running: tuple[Line, ...]
    ended: tuple[Line, ...]
    results: tuple[Line, ...]
    statements: tuple[Line, ...]
    allergies: tuple[Line, ...]
    gaps: tuple[str, ...]


@cache
def key_measures() -> tuple[Measure, ...]:
    """The results a clinician looks at first (key_results.yaml)."""
    text = (files(__package__) / "key_results.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), tuple[Measure, ...])


def read_chart(picture: Picture, language: str) -> Chart:
    """The chart of a picture."""
    listed = picture.problems.listed
    treatments = picture.treatments
    return Chart(
        person=_person(picture, language),
        weight=_weight(picture, language),
        problems=tuple(_problem(p, language) for p in listed if p.active),
        past_problems=tuple(_problem(p, language) for p in listed if not p.active),
        running=tuple(
            _treatment(t, picture, language) for t in treatments.now if _current(t, picture.today)
        ),
        ended=tuple(
            _treatment(t, picture, language)
            for t in treatments.now
            if not _current(t, picture.today)
        ),
        results=tuple(_results(picture, language)),
        statements=tuple(_statements(picture, language)),
        allergies=tuple(Line(a.label, "", "", a.reference) for a in picture.allergies.listed),
        gaps=tuple(dict.fromkeys(gap_text(gap, language) for gap in _gaps(picture))),
    )


def _person(picture: Picture, language: str) -> str:
    sexes = {"female": ("Femme", "Woman"), "male": ("Homme", "Man")}
    fr, en = sexes.get(picture.person.sex or "", ("Sexe non connu", "Sex not known"))
    said = [en if language == "en" else fr]
    age = picture.person.age
    said.append(
        quantity(age.value, "a", language, 0)
        if isinstance(age, Known)
        else "; ".join(gap_text(gap, language) for gap in age.gaps)
    )
    return ", ".join(said)


def _weight(picture: Picture, language: str) -> Line | None:
    weight = picture.weight
    if isinstance(weight, Unknown):
        return None
    when = day(weight.when, language) if weight.when else ""
    return Line(
        gap_name(Gap("weight", ""), language),
        quantity(weight.value, "kg", language, 1),
        when,
        weight.source,
    )


def _problem(problem: Problem, language: str) -> Line:
    since = day(problem.since, language) if problem.since else ""
    return Line(problem.label, "", since, problem.reference)


def _current(treatment: Treatment, today: date) -> bool:
    return treatment.running and (treatment.end is None or treatment.end >= today)


def _treatment(treatment: Treatment, picture: Picture, language: str) -> Line:
    today = picture.today
    on = today if _current(treatment, today) else (treatment.end or today)
    if treatment.start is not None and treatment.start > today:
        on = treatment.start
    value, unclear = _dose(treatment, on, picture, language)
    start = day(treatment.start, language) if treatment.start else "?"
    end = day(treatment.end, language) if treatment.end else ""
    return Line(
        treatment.label,
        value,
        f"{start} → {end}" if end else start,
        treatment.reference,
        unclear=unclear,
    )


def _dose(treatment: Treatment, on: date, picture: Picture, language: str) -> tuple[str, bool]:
    if treatment.as_needed:
        return ("as needed" if language == "en" else "si besoin"), False
    daily = treatment.daily(on)
    steps = treatment.steps_on(on)
    if isinstance(daily, Unknown):
        return "; ".join(gap_text(gap, language) for gap in daily.gaps), True
    if daily.zero and not steps:
        return "", False
    rare = [s for s in steps if s.days or (s.per_day is not None and s.per_day.high < 0.45)]
    at_once = rare[0].at_once if rare else None
    if isinstance(at_once, Amount):
        text = quantity(at_once, "mg", language)
        return f"{text} ({quantity(daily, 'mg/d', language)})", False
    text = quantity(daily, "mg/d", language)
    if treatment.is_a("med.hydroxychloroquine") and isinstance(picture.weight, Known):
        text += f" ({quantity(daily.times(1 / picture.weight.value), 'mg/kg/d', language)})"
    return text, False


def _results(picture: Picture, language: str) -> Iterator[Line]:
    for measure in key_measures():
        series = picture.results.series(measure)
        unusable = picture.results.unusable(measure)
        name = gap_name(Gap(measure.name, ""), language)
        if series:
            newest = series[0]
            yield Line(
                name,
                quantity(newest.value, measure.unit, language),
                day(newest.when, language),
                newest.source,
                earlier=" · ".join(
                    _brief(result, measure, language) for result in series[1:_SHOWN]
                ),
            )
        elif unusable:
            when, gap = unusable[0]
            text = gap_text(gap, language)
            yield Line(name, text, day(when, language) if when else "", "", unclear=True)


def _brief(result: Result, measure: Measure, language: str) -> str:
    return f"{quantity(result.value, measure.unit, language)} ({day(result.when, language)})"


_STATEMENTS = {
    "obs.ln-class": "ln-class",
    "obs.effective-contraception": "contraception",
    "obs.pregnancy-status": "pregnancy",
    "obs.ln-severe-active": "ln-severe-active",
    "obs.cns-severe-active": "cns-severe-active",
    "obs.cutaneous-active": "cutaneous-activity",
    "obs.articular-active": "articular-activity",
    "obs.belimumab-ineligible": "belimumab-ineligible",
}


def _statements(picture: Picture, language: str) -> Iterator[Line]:
    yes_no = ("oui", "non") if language == "fr" else ("yes", "no")
    for concept, name in _STATEMENTS.items():
        for finding in picture.results.findings(concept)[:1]:
            value = finding.text or ", ".join(sorted(finding.codes))
            if finding.boolean is not None:
                value = yes_no[0] if finding.boolean else yes_no[1]
            when = day(finding.when, language) if finding.when else ""
            yield Line(gap_name(Gap(name, ""), language), value, when, finding.source)


def _gaps(picture: Picture) -> Iterable[Gap]:
    found = (
        picture.problems.gap,
        *picture.treatments.gaps,
        picture.results.gap,
        picture.allergies.gap,
    )
    yield from (gap for gap in found if gap)
    if isinstance(picture.weight, Unknown):
        yield from picture.weight.gaps
