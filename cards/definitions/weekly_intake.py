"""How often a week a drug is planned, from the steps of several orders together.

Two doses on the same day of the week are one weekly intake; two weekly orders that name no day may
be one intake made of two strengths, or two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cds_service.model_api import Call, Gap, Step, Treatment

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days a week with an intake, at most; those that are named; what is unreadable."""

    per_week: float
    days: int
    gaps: tuple[Gap, ...] = ()


def rhythm(call: Call, treatments: Sequence[Treatment]) -> Rhythm:
    """The busiest week that treatments running or planned from today on add up to."""
    moments = {call.today} | {
        step.start
        for treatment in treatments
        for step in treatment.steps
        if step.start is not None and step.start > call.today
    }
    weeks = [_week(treatments, on) for on in sorted(moments)]
    gaps = [gap for treatment in treatments for gap in _unread(treatment)]
    gaps += [gap for week in weeks for gap in week.gaps]
    return Rhythm(
        max(week.per_week for week in weeks),
        max(week.days for week in weeks),
        tuple(dict.fromkeys(gaps)),
    )


def _unread(treatment: Treatment) -> Iterable[Gap]:
    if treatment.unreadable or not treatment.steps:
        yield treatment.dose_gap("unreadable" if treatment.unreadable else "frequency-missing")
    for step in treatment.steps:
        if step.per_day is None:
            yield treatment.dose_gap(
                "text-only" if step.text else step.frequency_gap or "frequency-missing"
            )


def _week(treatments: Sequence[Treatment], on: date) -> Rhythm:
    """What is planned in the seven days that begin on a day."""
    named: set[str] = set()
    unnamed: list[Treatment] = []
    dates: set[date] = set()
    busiest = 0.0
    for treatment, step in ((t, s) for t in treatments for s in t.steps):
        if not _runs(treatment, step, on) or step.per_day is None:
            continue
        if step.days:
            dates |= {day for day in step.days if on <= day < on + timedelta(days=_WEEK)}
        elif step.weekdays:
            named |= step.weekdays
        else:
            unnamed.append(treatment)
            # Morning and evening of the one day of the week are one weekly intake.
            intakes = step.per_day.high * _days_of(step, on) / max(step.moments, 1)
            busiest = max(busiest, intakes)
    days = max(len(named), len(dates))
    sources = len(unnamed) + bool(named) + bool(dates)
    gaps = (unnamed[0].dose_gap("weekday-not-named"),) if unnamed and sources > 1 else ()
    return Rhythm(max(busiest, float(days)), days, gaps)


def _days_of(step: Step, on: date) -> int:
    """How many of the seven days a step covers: a single dose is one, not one a day."""
    first = on if step.start is None else max(step.start, on)
    last = on + timedelta(days=_WEEK - 1)
    return ((last if step.end is None else min(step.end, last)) - first).days + 1


def _runs(treatment: Treatment, step: Step, on: date) -> bool:
    if treatment.end is not None and treatment.end < on:
        return False
    if step.days:
        return any(on <= day < on + timedelta(days=_WEEK) for day in step.days)
    started = step.start is None or not step.start_known or step.start <= on
    return started and (step.end is None or step.end >= on)
