"""How often a dose is given: FHIR Timing to administrations per day."""

from __future__ import annotations

from datetime import date

import msgspec

from cds_service.evidence.resources.datatypes import Timing, TimingRepeat
from cds_service.picture.dates import day
from cds_service.picture.units import convert
from cds_service.picture.values import Amount

_PER_DAY_OF_CODE = {
    "QD": 1, "Q24H": 1, "AM": 1, "PM": 1, "BED": 1, "QHS": 1, "BID": 2, "Q12H": 2, "TID": 3,
    "Q8H": 3, "QID": 4, "Q6H": 4, "Q4H": 6, "Q3H": 8, "Q2H": 12, "Q1H": 24, "QOD": 1 / 2,
    "WK": 1 / 7, "MO": 12 / 365.25,
}  # fmt: skip
"""Administrations per day of the HL7 v3 GTSAbbreviation codes."""

_WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
_DAYS_PER_WEEK = 7


class Frequency(msgspec.Struct, frozen=True, gc=False):
    """Administrations per day on average; `days` when single days are listed instead.

    `weekdays` are the days of the week named (`mon`), empty when none is; `moments` how many times
    of the day are named.
    """

    per_day: Amount
    days: tuple[date, ...] = ()
    weekdays: frozenset[str] = frozenset()
    moments: int = 0


def frequency(timing: Timing | None) -> Frequency | str:
    """How often, or the reason why that cannot be told (a gap reason)."""
    if timing is None:
        return "frequency-missing"
    if timing.event:
        days = tuple(found for found in map(day, timing.event) if found)
        if len(days) != len(timing.event):
            return "date-unreadable"
        return Frequency(Amount.exactly(1.0), days)
    repeat = timing.repeat
    if repeat is not None and _says_how_often(repeat):
        return _of_repeat(repeat)
    return _of_code(timing)


def _says_how_often(repeat: TimingRepeat) -> bool:
    return bool(
        repeat.frequency is not None
        or repeat.period is not None
        or repeat.dayOfWeek
        or repeat.timeOfDay
        or repeat.when
    )


def _of_code(timing: Timing) -> Frequency | str:
    if timing.code is None:
        return "frequency-missing"
    written = [coding.code or "" for coding in timing.code.coding]
    if not written and timing.code.text:
        written = [timing.code.text]
    rates = {
        _PER_DAY_OF_CODE[code.strip().upper()]
        for code in written
        if code.strip().upper() in _PER_DAY_OF_CODE
    }
    if len(rates) != 1:
        return "frequency-contradictory" if rates else "frequency-unreadable"
    return Frequency(Amount.exactly(rates.pop()))


def _of_repeat(repeat: TimingRepeat) -> Frequency | str:
    moments = max(len(repeat.timeOfDay), len(repeat.when))
    stated = repeat.frequency
    if stated is not None and (stated <= 0 or 0 < stated < moments):
        return "frequency-contradictory"
    times_low = stated if stated is not None else max(moments, 1)
    times = Amount(times_low, max(repeat.frequencyMax or times_low, times_low))
    days = _period_days(repeat)
    if isinstance(days, str):
        return days
    if repeat.dayOfWeek:
        return _on_weekdays(repeat, times, days)
    if days is None:
        if stated is not None and not moments:
            return "period-missing"
        days = Amount.exactly(1.0)
    return Frequency(Amount(times.low / days.high, times.high / days.low), moments=moments)


def _period_days(repeat: TimingRepeat) -> Amount | str | None:
    if repeat.period is None:
        if repeat.periodUnit is None:
            return None
        period: float = 1.0
    else:
        period = repeat.period
    longest = max(repeat.periodMax or period, period)
    low = convert("time_days", period, None, repeat.periodUnit)
    high = convert("time_days", longest, None, repeat.periodUnit)
    if low is None or high is None:
        return "period-unit-missing" if repeat.periodUnit is None else "period-unit-unknown"
    if low <= 0:
        return "period-unreadable"
    return Amount(low, high)


def _on_weekdays(repeat: TimingRepeat, times: Amount, period: Amount | None) -> Frequency | str:
    listed = {name.strip().lower()[:3] for name in repeat.dayOfWeek}
    if not listed <= _WEEKDAYS:
        return "weekday-unreadable"
    if period is None or period == Amount.exactly(1.0):
        per_day = times.times(len(listed) / _DAYS_PER_WEEK)
        return Frequency(per_day, weekdays=frozenset(listed))
    if period.exact and period.low % _DAYS_PER_WEEK == 0:
        if repeat.frequency is not None and repeat.frequency < len(listed):
            return "frequency-contradictory"
        per_period = times if repeat.frequency is not None else times.times(len(listed))
        return Frequency(per_period.times(1 / period.low), weekdays=frozenset(listed))
    return "frequency-contradictory"
