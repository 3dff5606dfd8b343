"""Kidney function and blood pressure since a calcineurin inhibitor was begun.

The baseline lies in the three months before the drug; a rate is compared within one method.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.blood_pressure import Pressure, pressures
from cards.definitions.kidney_function import Change, Rate, rates, unreadable_rate
from cds_service.model_api import Call, Gap, Unknown, course_on, courses

CALCINEURIN_INHIBITOR = "med.calcineurin-inhibitor"
_BASELINE_DAYS, _RECENT_DAYS = 92, 92


def begun(call: Call) -> date | Unknown | None:
    """The first day of the present course; Unknown without a date, None when none is taken."""
    taken = call.picture.treatments.of(CALCINEURIN_INHIBITOR)
    gap_days = round(call.number("nephritis-treatment", "course_gap_days"))
    present = course_on(courses(taken, gap_days), call.today)
    undated = [t for t in taken if t.running and t.start is None]
    if undated:
        return Unknown((Gap("treatment-start", "date-missing", undated[0].label),))
    return present.start if present else None


def kidney_since(call: Call, start: date) -> Change | Unknown:
    """From the newest rate before the drug to the newest one since, of the same method."""
    recent = max(start + timedelta(days=1), call.today - timedelta(days=_RECENT_DAYS))
    oldest = start - timedelta(days=_BASELINE_DAYS)
    by_method: dict[str, list[Rate]] = defaultdict(list)
    for rate in call.once(rates):
        by_method[rate.method].append(rate)
    found = []
    for series in by_method.values():
        before = [rate for rate in series if oldest <= rate.when <= start and rate.value > 0]
        after = [rate for rate in series if rate.when >= recent]
        if before and after:
            found.append(Change(before[0], after[0]))
    if found:
        return max(found, key=lambda item: (item.after.when, item.after.method == "ckd-epi-2021"))
    return Unknown(unreadable_rate(call, recent) or (Gap("egfr", "absent-then"),))


@dataclass(frozen=True, slots=True)
class PressureCourse:
    """The newest pressure under the drug and, when there is one, the newest before it."""

    now: Pressure
    before: Pressure | None

    def rise(self) -> float | None:
        """By how many mmHg the side that rose most rose; None without a baseline."""
        if self.before is None:
            return None
        sides = (
            (self.now.systolic, self.before.systolic),
            (self.now.diastolic, self.before.diastolic),
        )
        rises = [now - then for now, then in sides if now is not None and then is not None]
        return max(rises, default=None)


def pressure_since(call: Call, start: date) -> PressureCourse | Unknown:
    """The newest pressure of the last three months under the drug, with the one before it."""
    found = pressures(call, start - timedelta(days=_BASELINE_DAYS))
    if isinstance(found, Unknown):
        return found
    recent = max(start + timedelta(days=1), call.today - timedelta(days=_RECENT_DAYS))
    if found[0].when < recent:
        return Unknown((Gap("blood-pressure", "too-old"),))
    return PressureCourse(found[0], next((day for day in found if day.when <= start), None))
