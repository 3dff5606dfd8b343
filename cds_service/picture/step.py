"""One dosage instruction as a step: from when to when, how much at once and a day."""

from __future__ import annotations

from datetime import date

import msgspec

from cds_service.evidence.resources.datatypes import Dosage, Quantity
from cds_service.picture.dates import end_of, plus_days, start_of
from cds_service.picture.dose import milligrams, quantity_in_mg
from cds_service.picture.drugs import Strength
from cds_service.picture.routes import routes_of
from cds_service.picture.timing import Frequency, frequency
from cds_service.picture.units import convert
from cds_service.picture.values import Amount


class Step(msgspec.Struct, frozen=True, gc=False):
    """One stretch of a regimen; `start`/`end` inclusive, None = not bounded or not known.

    `daily` is mg/day, `at_once` mg per administration; a string is the gap reason when unknown.
    `start_known` is False when the step follows one whose length is not given. `weekdays` are the
    days of the week named (`mon`), `moments` how many times of the day are named, `frequency_gap`
    why the frequency cannot be told.
    """

    start: date | None
    end: date | None
    daily: Amount | str
    at_once: Amount | str
    per_day: Amount | None = None
    as_needed: bool = False
    route: frozenset[str] = frozenset()
    days: tuple[date, ...] = ()
    start_known: bool = True
    text: str = ""
    weekdays: frozenset[str] = frozenset()
    moments: int = 0
    frequency_gap: str = ""

    def covers(self, on: date) -> bool:
        """Whether the step is in force on a day."""
        if self.days:
            return on in self.days
        if self.start is not None and on < self.start:
            return False
        return self.end is None or on <= self.end


def read_step(
    dosage: Dosage,
    cursor: date | None,
    cursor_known: bool,
    strength: Strength | None,
    weight_kg: float | None,
) -> Step:
    """The step of an instruction; without a start of its own it begins on `cursor`."""
    repeat = dosage.timing.repeat if dosage.timing else None
    start = start_of(repeat.boundsPeriod) if repeat else None
    start_known = cursor_known or start is not None
    if start is None:
        start = cursor
    how_often = frequency(dosage.timing)
    at_once = milligrams(dosage.doseAndRate, strength, weight_kg)
    if at_once == "dose-missing" and dosage.text:
        at_once = "text-only"
    length = _length_days(dosage, how_often)
    end = end_of(repeat.boundsPeriod) if repeat else None
    if end is None and length is not None and start is not None:
        end = plus_days(start, max(length, 1) - 1)
    days = how_often.days if isinstance(how_often, Frequency) else ()
    if days:
        start, end = min(days), max(days)
    return Step(
        start=start,
        end=end,
        daily=_daily(dosage, at_once, how_often, strength),
        at_once=at_once,
        per_day=how_often.per_day if isinstance(how_often, Frequency) else None,
        as_needed=bool(dosage.asNeededBoolean or dosage.asNeededCodeableConcept),
        route=routes_of(dosage),
        days=days,
        start_known=start_known,
        text=dosage.text or "",
        weekdays=how_often.weekdays if isinstance(how_often, Frequency) else frozenset(),
        moments=how_often.moments if isinstance(how_often, Frequency) else 0,
        frequency_gap=how_often if isinstance(how_often, str) else "",
    )


def _daily(
    dosage: Dosage, at_once: Amount | str, how_often: Frequency | str, strength: Strength | None
) -> Amount | str:
    if isinstance(at_once, str):
        return at_once
    if isinstance(how_often, str):
        return "text-only" if how_often == "frequency-missing" and dosage.text else how_often
    daily = Amount(at_once.low * how_often.per_day.low, at_once.high * how_often.per_day.high)
    ceiling = _ceiling(dosage, strength)
    if ceiling is None:
        return daily
    if daily.low > ceiling:
        return "above-stated-maximum"
    return Amount(daily.low, min(daily.high, ceiling))


def _ceiling(dosage: Dosage, strength: Strength | None) -> float | None:
    """The stated maximum in mg/day, when it is readable."""
    stated = dosage.maxDosePerPeriod
    if stated is None or stated.numerator is None or stated.denominator is None:
        return None
    mg = quantity_in_mg(stated.numerator, strength)
    days = _days(stated.denominator)
    return mg / days if isinstance(mg, float) and days else None


def _length_days(dosage: Dosage, how_often: Frequency | str) -> float | None:
    repeat = dosage.timing.repeat if dosage.timing else None
    if repeat is None:
        return None
    if repeat.boundsDuration is not None:
        return _days(repeat.boundsDuration)
    if repeat.boundsRange is not None and repeat.boundsRange.high is not None:
        return _days(repeat.boundsRange.high)
    count = repeat.countMax or repeat.count
    if count and isinstance(how_often, Frequency) and how_often.per_day.low > 0:
        return (count - 1) / how_often.per_day.low + 1
    return None


def _days(quantity: Quantity) -> float | None:
    if quantity.value is None or quantity.value <= 0:
        return None
    return convert("time_days", quantity.value, quantity.unit, quantity.code)
