"""How long a glucocorticoid dose was, is and will be held, with the drafts of the call signed.

Days are judged one stretch at a time: from one change of any order to the next. A pause between
orders no longer than the one that ends a course does not interrupt a run. An order without dates
leaves the past open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cards.definitions.gc_kinds import GLUCOCORTICOID, pulses
from cards.definitions.glucocorticoids import GlucocorticoidDose, course, dose_on
from cds_service.model_api import Amount, Call, Gap, Treatment, Unknown

_DAY = timedelta(days=1)
_LONG_AGO = timedelta(days=7300)
Holds = Callable[[Amount], bool | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days with one dose in mg/day of prednisone; `end` None while it goes on."""

    start: date
    end: date | None
    daily: Amount
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive stretches of which something holds; both ends inclusive."""

    start: date
    end: date | None
    gaps: tuple[Gap, ...] = ()

    @property
    def days(self) -> float:
        """Its length in days, infinite when no end is planned."""
        return float("inf") if self.end is None else (self.end - self.start).days + 1

    def covers(self, on: date) -> bool:
        """Whether the run includes a day."""
        return self.start <= on and (self.end is None or on <= self.end)


def stretches(call: Call) -> tuple[Stretch, ...]:
    """The whole course of the dose, past and planned, earliest first."""
    treatments = call.picture.treatments.of(GLUCOCORTICOID)
    days = {call.today}
    for treatment in treatments:
        days |= _changes(treatment)
        if treatment.start is None:
            days.add(call.today - _LONG_AGO)
    if call.picture.treatments.gaps:
        days.add(call.today - _LONG_AGO)
    ordered = sorted(days)
    ends: list[date | None] = [day - _DAY for day in ordered[1:]]
    return tuple(
        _stretch(call, start, end) for start, end in zip(ordered, [*ends, None], strict=True)
    )


def _changes(treatment: Treatment) -> set[date]:
    starts = {treatment.start, *(step.start for step in treatment.steps)}
    ends = {treatment.end, *(step.end for step in treatment.steps)}
    listed = {day for step in treatment.steps for day in step.days}
    found = {day for day in starts if day} | listed
    return found | {day + _DAY for day in ends | listed if day is not None and day < date.max}


def _stretch(call: Call, start: date, end: date | None) -> Stretch:
    dose = dose_on(call, start)
    gaps = _undated(call, dose, start)
    daily = Amount(0.0, dose.daily.high) if gaps else dose.daily
    return Stretch(start, end, daily, dose.gaps + gaps)


def _undated(call: Call, dose: GlucocorticoidDose, on: date) -> tuple[Gap, ...]:
    """Treatments of which the chart does not say whether they were taken on a past day."""
    if on >= call.today:
        return ()
    return tuple(
        Gap("treatment-start", "absent", treatment.label)
        if treatment.start is None
        else Gap("medications", "date-missing", treatment.label)
        for treatment in dose.sources
        if treatment.start is None or treatment.taken_on(on) is None
    )


def run_of(call: Call, holds: Holds, enough: Callable[[Run], bool]) -> Run | Unknown | None:
    """A run that is long enough: certain, Unknown when only possible, None when there is none."""
    for possible in (False, True):
        found = [run for run in runs(call, holds, possible=possible) if enough(run)]
        if found and possible:
            return Unknown(found[-1].gaps or (Gap("dose", "range-around-limit"),))
        if found:
            return found[-1]
    return None


def runs(call: Call, holds: Holds, *, possible: bool) -> tuple[Run, ...]:
    """The runs of days on which something holds; with `possible`, also where it may hold."""
    longest_pause = timedelta(days=call.number("glucocorticoid-dose", "course_gap_days"))
    found: list[Run] = []
    paused: timedelta | None = None
    for stretch in call.once(stretches):
        answer = holds(stretch.daily)
        if answer or (possible and answer is None):
            gaps = stretch.gaps if answer is None else ()
            if found and paused is not None and paused <= longest_pause:
                last = found.pop()
                merged = tuple(dict.fromkeys(last.gaps + gaps))
                found.append(Run(last.start, stretch.end, merged))
            else:
                found.append(Run(stretch.start, stretch.end, gaps))
            paused = timedelta(0)
        elif not stretch.daily.zero or stretch.end is None:
            paused = None
        elif paused is not None:
            paused += stretch.end - stretch.start + _DAY
    return tuple(found)


def failed_tapers(call: Call, limit_mg: float) -> int:
    """How often, in the present course, the dose had to rise again above a limit after a fall."""
    present = call.once(course)
    if present is None:
        return 0
    past = [
        stretch.daily.high
        for stretch in call.once(stretches)
        if present.start <= stretch.start <= call.today
        and stretch.daily.exact
        and not stretch.daily.zero
    ]
    failures, lowered = 0, False
    for before, after in pairwise(past):
        if after < before:
            lowered = True
        elif after > before and lowered and after > limit_mg:
            failures, lowered = failures + 1, False
    return failures


def pulse_days(call: Call, since: date) -> tuple[date, ...]:
    """The days since a given one on which a methylprednisolone pulse was given, earliest first."""
    found: set[date] = set()
    for pulse in call.once(pulses):
        for step in pulse.steps:
            if step.days:
                found |= set(step.days)
                continue
            first = step.start or pulse.start
            last = step.end or pulse.end or first
            if first is not None and last is not None:
                last = min(last, call.today)
                length = min((last - first).days, (last - since).days)
                found |= {last - timedelta(days=back) for back in range(length + 1)}
    return tuple(sorted(day for day in found if since <= day <= call.today))
