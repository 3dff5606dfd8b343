"""The present exposure to a biologic, and how it ended if it did.

Orders of infusions come one by one: a short lapse is no end, and a longer interruption does not
begin a new treatment.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cds_service.model_api import Call, Course, Treatment, courses

_TABLE = "biologic-course"
_INEFFICACY = {"inefficacy", "58848006"}
_TAKEN = {"active", "completed", "stopped", "on-hold"}


def biologic_course(call: Call, drug: str) -> Course | None:
    """The latest exposure to a drug begun by today, whether it goes on or not."""
    taken = call.picture.treatments.of(drug)
    found = courses(taken, round(call.number(_TABLE, "restart_days")))
    begun = [course for course in found if course.start <= call.today]
    if begun:
        return begun[-1]
    paused = [t.start for t in taken if t.status == "on-hold" and t.start is not None]
    return Course(min(paused), None) if paused else None


def present_course(call: Call, drug: str) -> Course | None:
    """The exposure that goes on today; None when there is none, or it has ended."""
    course = biologic_course(call, drug)
    return course if course is not None and ending(call, drug, course) is None else None


@dataclass(frozen=True, slots=True)
class Ending:
    """A drug ended: when (None when not said), and whether for want of effect."""

    on: date | None
    inefficacy: bool
    reason_given: bool


def ending(call: Call, drug: str, course: Course) -> Ending | None:
    """How an exposure ended, None while it goes on."""
    taken = [
        t
        for t in call.picture.treatments.of(drug)
        if t.status in _TAKEN and t.start is not None and course.start <= t.start <= call.today
    ]
    stopped = [t for t in taken if t.status == "stopped" or t.stop_reasons]
    last = max(stopped, key=_end, default=None)
    if last is not None and not _taken_after(taken, _end(last), call.today):
        on = last.end if last.end is not None and last.end <= call.today else None
        return Ending(on, bool(last.stop_reasons & _INEFFICACY), bool(last.stop_reasons))
    lapse = timedelta(days=round(call.number(_TABLE, "lapse_days")))
    if course.end is not None and course.end + lapse < call.today:
        return Ending(course.end, inefficacy=False, reason_given=False)
    return None


def _end(treatment: Treatment) -> date:
    return treatment.end or treatment.start or date.min


def _taken_after(taken: list[Treatment], end: date, today: date) -> bool:
    """Whether another order of the drug was followed after that end."""
    return any(
        t.status != "stopped" and not t.stop_reasons and (t.end is None or min(t.end, today) > end)
        for t in taken
    )
