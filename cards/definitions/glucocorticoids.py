"""The prednisone-equivalent dose: what is summed, and what is reported apart.

Source: equivalence table (Le Moniteur des pharmacies, 2022). Pulses, as-needed doses, local and
depot injections and hydrocortisone replacement are not part of a daily dose.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.gc_kinds import (
    GLUCOCORTICOID,
    is_depot,
    is_pulse,
    is_replacement,
)
from cds_service.model_api import (
    NOTHING,
    Amount,
    Call,
    Course,
    Gap,
    Known,
    Step,
    Treatment,
    Unknown,
    course_on,
    courses,
    total,
)

_EQUIVALENCE = "glucocorticoid-equivalence"
_DOSE = "glucocorticoid-dose"


@dataclass(frozen=True, slots=True)
class GlucocorticoidDose:
    """Prednisone-equivalent in mg/day; `gaps` names the doses that could not be read.

    With gaps, `daily.high` is infinite: the dose is at least `daily.low`.
    """

    daily: Amount
    sources: tuple[Treatment, ...]
    gaps: tuple[Gap, ...]
    as_needed: tuple[Treatment, ...]

    @property
    def molecules(self) -> frozenset[str]:
        """The ingredients that make up the dose."""
        return frozenset().union(*(treatment.ingredients for treatment in self.sources))

    @property
    def known(self) -> Known[float] | Unknown:
        """The dose as a single number, when it is one."""
        if self.gaps:
            return Unknown(self.gaps)
        source = self.sources[0].reference if self.sources else ""
        return Known(self.daily.high, "mg/d", source=source)


def factor(call: Call, treatment: Treatment) -> float | None:
    """Milligrams of prednisone that one milligram stands for; None for an unlisted molecule."""
    numbers = call.definitions[_EQUIVALENCE].numbers
    for ingredient in treatment.ingredients:
        number = numbers.get(ingredient)
        if number is not None:
            return number.on(call.today)
    return None


def dose_on(call: Call, on: date) -> GlucocorticoidDose:
    """The prednisone-equivalent dose of a day, with the drafts of the call signed."""
    calendar = call.once(_calendar)
    if on not in calendar:
        calendar[on] = _work_out(call, on)
    return calendar[on]


def _calendar(_: Call) -> dict[date, GlucocorticoidDose]:
    """The days already worked out: several rules ask for the same ones."""
    return {}


def _work_out(call: Call, on: date) -> GlucocorticoidDose:
    amounts, sources = [], []
    gaps: list[Gap] = list(call.picture.treatments.gaps)
    for treatment, first, last in call.once(_daily_treatments):
        if not first <= on <= last or not _counts(call, treatment, on):
            continue
        steps = treatment.steps_on(on)
        amount = _equivalent(call, treatment, steps)
        if isinstance(amount, Unknown):
            gaps.extend(amount.gaps)
            sources.append(treatment)
        elif steps:
            amounts.append(amount)
            sources.append(treatment)
    known = total(amounts)
    if gaps:
        known = Amount(known.low, float("inf"))
    unique_gaps = tuple(dict.fromkeys(gaps)) if gaps else ()
    return GlucocorticoidDose(known, tuple(sources), unique_gaps, call.once(_as_needed))


def _daily_treatments(call: Call) -> tuple[tuple[Treatment, date, date], ...]:
    """What can be part of a daily dose, each with the days outside which it cannot."""
    return tuple(
        (treatment, *_bounds(treatment))
        for treatment in call.picture.treatments.of(GLUCOCORTICOID)
        if not treatment.as_needed and not is_depot(treatment)
    )


def _bounds(treatment: Treatment) -> tuple[date, date]:
    # Whether an order of unknown status was taken is not told, not even outside its dates.
    if treatment.status == "unknown":
        return date.min, date.max
    return treatment.start or date.min, treatment.end or date.max


def _as_needed(call: Call) -> tuple[Treatment, ...]:
    return tuple(
        treatment
        for treatment in call.picture.treatments.of(GLUCOCORTICOID)
        if treatment.as_needed and treatment.running
    )


def dose_today(call: Call) -> GlucocorticoidDose:
    """The prednisone-equivalent dose of the day of the call."""
    return dose_on(call, call.today)


def _counts(call: Call, treatment: Treatment, on: date) -> bool:
    taken = treatment.taken_on(on)
    if taken is None:
        # An ended order without an end date says nothing about today, and leaves the past open.
        taken = treatment.running or treatment.status == "unknown" or on < call.today
    return taken and not is_replacement(call, treatment, on)


def _equivalent(call: Call, treatment: Treatment, steps: tuple[Step, ...]) -> Amount | Unknown:
    if treatment.drug.contradictory:
        return Unknown((treatment.dose_gap("drug-contradictory"),))
    if steps and all(is_pulse(call, treatment, step) for step in steps):
        return NOTHING
    daily = treatment.daily_over(steps)
    ratio = factor(call, treatment)
    if isinstance(daily, Unknown):
        return daily
    if ratio is None:
        return Unknown((treatment.dose_gap("equivalence-unknown"),))
    return daily.times(ratio)


def course(call: Call) -> Course | None:
    """The present uninterrupted exposure, from its first day.

    A documented flare followed by a dose rise of at least half begins a new course.
    """
    gap_days = round(call.number(_DOSE, "course_gap_days"))
    relevant = [
        treatment
        for treatment in call.picture.treatments.of(GLUCOCORTICOID)
        if not is_depot(treatment) and not is_replacement(call, treatment, call.today)
    ]
    found = course_on(courses(relevant, gap_days), call.today)
    if found is None:
        return None
    restart = _restart_by_flare(call, found)
    return Course(restart, found.end) if restart else found


def _restart_by_flare(call: Call, present: Course) -> date | None:
    window = round(call.number(_DOSE, "flare_dose_rise_window_days"))
    rise = call.number(_DOSE, "flare_dose_rise_ratio")
    for flare in call.picture.results.findings("obs.flare", since=present.start):
        if flare.when is None:
            continue
        before = dose_on(call, flare.when - timedelta(days=1)).daily
        for offset in range(window + 1):
            day = flare.when + timedelta(days=offset)
            if day > call.today:
                break
            now = dose_on(call, day).daily
            if before.high > 0 and now.low >= before.high * rise:
                return day
    return None


def planned_days(call: Call) -> tuple[date, ...]:
    """The coming days on which a planned glucocorticoid dose changes."""
    return tuple(
        sorted(
            {
                step.start
                for treatment in call.picture.treatments.running(GLUCOCORTICOID)
                for step in treatment.steps
                if step.start is not None and step.start > call.today and not step.as_needed
            }
        )
    )


def planned_at_most(call: Call, limit_mg: float, within_days: int) -> date | None:
    """The first day by which a planned step brings the dose to `limit_mg` or less.

    The end of a prescription is not a step: something must be planned for that day.
    """
    last = call.today + timedelta(days=within_days)
    for day in planned_days(call):
        dose = dose_on(call, day)
        if day <= last and dose.sources and dose.daily.above(limit_mg, 0.05) is False:
            return day
    return None
