"""Uninterrupted exposure to a drug or group, across orders, statements and gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cds_service.picture.treatment import ENDED, TAKEN, Treatment


@dataclass(frozen=True, slots=True)
class Course:
    """A stretch of exposure; `end` inclusive, None while it goes on.

    `start_certain` is False when an earlier treatment ended on a day the chart does not give, so
    that the course may have begun earlier.
    """

    start: date
    end: date | None
    start_certain: bool = True

    def days_on(self, on: date) -> int:
        """Days from the start up to a day."""
        return (on - self.start).days

    def covers(self, on: date) -> bool:
        """Whether the course includes a day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Exposure:
    """One treatment's contribution: from when to when, and whether the end is known."""

    start: date
    end: date | None
    end_known: bool


def exposures(treatments: Iterable[Treatment]) -> list[Exposure]:
    """The dated exposures of treatments that were really taken, earliest first."""
    found = []
    for treatment in treatments:
        if treatment.start is None or treatment.status not in TAKEN:
            continue
        if treatment.as_needed:
            continue
        end = treatment.last_planned_day
        if end is None and treatment.status in ENDED:
            found.append(Exposure(treatment.start, treatment.start, end_known=False))
        elif end is None or end >= treatment.start:
            found.append(Exposure(treatment.start, end, end_known=True))
    return sorted(found, key=lambda exposure: exposure.start)


def courses(treatments: Iterable[Treatment], gap_days: int) -> tuple[Course, ...]:
    """Exposures joined into courses; a pause of more than `gap_days` days begins a new one."""
    joined: list[Course] = []
    unsure = False
    for exposure in exposures(treatments):
        last = joined[-1] if joined else None
        if last is not None and (
            last.end is None or exposure.start <= last.end + timedelta(days=gap_days + 1)
        ):
            end = None if last.end is None or exposure.end is None else max(last.end, exposure.end)
            joined[-1] = Course(last.start, end, last.start_certain)
        else:
            joined.append(Course(exposure.start, exposure.end, start_certain=not unsure))
        unsure = unsure or not exposure.end_known
    return tuple(joined)


def course_on(found: tuple[Course, ...], on: date) -> Course | None:
    """The course in force on a day."""
    return next((course for course in reversed(found) if course.covers(on)), None)
