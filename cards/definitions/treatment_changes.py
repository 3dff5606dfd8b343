"""Whether glucocorticoid, immunosuppressant or biologic changed since a day.

A start, a stop and a change of dose count, in either direction; a renewal at the same dose does
not.
"""

from collections import defaultdict
from datetime import date, timedelta

from cards.definitions.gc_kinds import GLUCOCORTICOID, pulses
from cards.definitions.sparing import IMMUNOSUPPRESSANT, sparing
from cds_service.model_api import Call, Gap, Treatment, any_true, courses

_BIOLOGIC = "med.biologic"
_TABLE = "biologic-course"


def treatment_changed(call: Call, since: date) -> tuple[bool | None, tuple[Gap, ...]]:
    """True when one of them changed from a day on; None, with what is missing, when unknown."""
    begun = (
        any(pulse.start and since <= pulse.start <= call.today for pulse in call.once(pulses)),
        _begun_or_ended(call, IMMUNOSUPPRESSANT, since),
        _begun_or_ended(call, _BIOLOGIC, since),
    )
    if any(begun):
        return True, ()
    gaps = list(call.picture.treatments.gaps)
    answers: list[bool | None] = [None if gaps else False]
    for day in sorted(_turning_days(call, since)):
        change = sparing(call, day - timedelta(days=1), day)
        answers += [change.glucocorticoid_fell, change.glucocorticoid_rose]
        answers += [bool(change.added or change.reduced), None if change.gaps else False]
        gaps += change.gaps
    return any_true(answers), tuple(dict.fromkeys(gaps))


def _begun_or_ended(call: Call, group: str, since: date) -> bool:
    """Whether a drug of a group was begun, or left for good, from a day on."""
    by_drug: dict[frozenset[str], list[Treatment]] = defaultdict(list)
    for treatment in call.picture.treatments.of(group):
        by_drug[treatment.ingredients].append(treatment)
    lapse = round(call.number(_TABLE, "lapse_days"))
    return any(
        since <= course.start <= call.today
        or (course.end is not None and since <= course.end < call.today)
        for orders in by_drug.values()
        for course in courses(orders, lapse)
    )


def _turning_days(call: Call, since: date) -> set[date]:
    """The days on which an order or one of its steps begins or ends."""
    days: set[date] = set()
    for drug in (GLUCOCORTICOID, IMMUNOSUPPRESSANT):
        for order in call.picture.treatments.of(drug):
            ends = [order.end, *(step.end for step in order.steps)]
            starts = [order.start, *(step.start for step in order.steps)]
            days |= {day for day in starts if day is not None}
            days |= {day + timedelta(days=1) for day in ends if day and day < date.max}
    return {day for day in days if since <= day <= call.today}
