"""Exposure to antimalarials: since when, for how long in all, and whether the dose was stable.

Cumulative exposure leaves out documented interruptions. An undated order, or one that ended on a
day the chart does not give, leaves its length open.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.hydroxychloroquine import HCQ
from cds_service.model_api import (
    NOTHING,
    Amount,
    Call,
    CannotTell,
    Case,
    Gap,
    Quiet,
    Treatment,
    Unknown,
    courses,
)

ANTIMALARIAL = "med.antimalarial"
_TABLE = "hydroxychloroquine"
_TAKEN = {"active", "draft", "completed", "stopped"}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exposure:
    """First known day, cumulative days up to today, and why an earlier start is possible."""

    first: date | None
    days: Amount
    gaps: tuple[Gap, ...]


def exposure(call: Call) -> Exposure:
    """The exposure to hydroxychloroquine or chloroquine, drafts included."""
    taken = [
        t
        for t in call.picture.treatments.of(ANTIMALARIAL)
        if t.status in _TAKEN and not t.as_needed
    ]
    gaps = tuple(Gap("hcq-start", "date-missing", t.label) for t in taken if t.start is None)
    starts = [t.start for t in taken if t.start is not None]
    first = min(starts, default=None)
    known = sum(
        max((min(course.end or call.today, call.today) - course.start).days, 0)
        for course in courses(taken, round(call.number(_TABLE, "course_gap_days")))
    )
    longest = float(known)
    if gaps or first is None:
        longest = float("inf")
    elif any(_end_unknown(t) for t in taken):
        longest = float(max((call.today - first).days, known))
    return Exposure(first, Amount(float(known), longest), gaps)


def not_taken(case: Case) -> Quiet | CannotTell | None:
    """Why advice on a running antimalarial does not apply, or None when it does.

    At the order hooks it applies to the order of an antimalarial only. An unreadable list of
    orders leaves the question open in lupus, where the drug is expected.
    """
    treatments, problems = case.picture.treatments, case.picture.problems
    if case.hook != "patient-view" and not treatments.ordered(ANTIMALARIAL):
        return Quiet("no-such-order")
    taken = treatments.takes(ANTIMALARIAL)
    if taken is None and problems.has("cond.sle") is not False:
        return CannotTell(treatments.gaps)
    if not taken:
        return Quiet("no-such-treatment")
    return Quiet("end-of-life") if problems.active("cond.end-of-life") else None


def _end_unknown(treatment: Treatment) -> bool:
    return not treatment.running and treatment.last_planned_day is None


def dose_unchanged(call: Call, since: date) -> bool | None:
    """Whether hydroxychloroquine was taken at one dose from a day on; None when not known."""
    treatments = [t for t in call.picture.treatments.of(HCQ) if not t.as_needed]
    longest_pause = timedelta(days=call.number(_TABLE, "pause_days"))
    days = sorted({since, *(d for t in treatments for d in _changes(t) if since < d <= call.today)})
    doses: set[Amount] = set()
    readings: set[frozenset[str]] = set()
    readable = True
    for day, following in zip(days, [*days[1:], call.today + _DAY], strict=True):
        taken = [t for t in treatments if t.taken_on(day) is not False]
        if any(t.start is None or t.taken_on(day) is None for t in taken):
            return None
        if not taken:
            if following - day > longest_pause or day == since:
                return False
            continue
        readings.add(frozenset(t.reference for t in taken))
        daily = [t.daily(day) for t in taken]
        if any(isinstance(dose, Unknown) for dose in daily):
            readable = False
        doses.add(sum((dose for dose in daily if isinstance(dose, Amount)), NOTHING))
    if readable:
        return len(doses) == 1
    return True if len(readings) == 1 and len(days) == 1 else None


def _changes(treatment: Treatment) -> set[date]:
    starts = {treatment.start, *(step.start for step in treatment.steps)}
    ends = {treatment.last_planned_day, *(step.end for step in treatment.steps)}
    return {d for d in starts if d} | {d + _DAY for d in ends if d is not None and d < date.max}
