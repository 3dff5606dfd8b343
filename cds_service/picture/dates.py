"""FHIR dates as calendar days, as written locally; partial dates keep their imprecision."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from cds_service.evidence.resources.datatypes import Period

_LENGTHS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Span:
    """The days a FHIR date may mean: one day, a month or a year (both ends included)."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether it names a single day."""
        return self.first == self.last


@lru_cache(maxsize=4096)
def span(text: str | None) -> Span | None:
    """The days meant by a FHIR date, dateTime or instant; None when it cannot be read."""
    if not text:
        return None
    written = text.strip().split("T", 1)[0]
    try:
        match _LENGTHS.get(len(written)):
            case "day":
                day_ = date.fromisoformat(written)
                return Span(day_, day_)
            case "month":
                first = date.fromisoformat(written + "-01")
                last = calendar.monthrange(first.year, first.month)[1]
                return Span(first, first.replace(day=last))
            case "year":
                return Span(date(int(written), 1, 1), date(int(written), 12, 31))
            case _:
                return None
    except ValueError:
        return None


def day(text: str | None) -> date | None:
    """The single day meant; None when unreadable or only a month or year is given."""
    found = span(text)
    return found.first if found and found.exact else None


def first_day(text: str | None) -> date | None:
    """The first day that may be meant, for onsets and starts."""
    found = span(text)
    return found.first if found else None


def last_day(text: str | None) -> date | None:
    """The last day that may be meant, for ends."""
    found = span(text)
    return found.last if found else None


def start_of(period: Period | None) -> date | None:
    """The first day of a FHIR Period."""
    return first_day(period.start) if period else None


def end_of(period: Period | None) -> date | None:
    """The last day of a FHIR Period."""
    return last_day(period.end) if period else None


def plus_days(start: date, days: float) -> date:
    """`start` plus a number of days, kept within the calendar."""
    try:
        return start + timedelta(days=round(days))
    except OverflowError:
        return date.max


def completed_years(birth: date, on: date) -> int:
    """Age in completed years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
