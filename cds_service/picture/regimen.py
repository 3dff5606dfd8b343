"""A prescription's dosage instructions as dated steps of a daily dose.

Instructions of one `sequence` number act together; a higher number begins when the lower one
ends; instructions without a number act together over their own bounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby, pairwise

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


class Regimen:
    """The dosage instructions of one prescription, read into steps when first asked for.

    `begins` is the day the prescription begins (None when not said), `weight_kg` serves doses
    written per kilogram.
    """

    def __init__(
        self,
        dosages: tuple[Dosage, ...],
        begins: date | None,
        strength: Strength | None,
        weight_kg: float | None,
    ) -> None:
        self._dosages = dosages
        self._begins = begins
        self._strength = strength
        self._weight_kg = weight_kg

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The dated steps, in the order in which they act."""
        return read_steps(self._dosages, self._begins, self._strength, self._weight_kg)

    @cached_property
    def start(self) -> date | None:
        """The first day of the first step."""
        if not self._dated:
            return self._begins
        starts = [step.start for step in self.steps if step.start is not None]
        return min(starts) if starts else self._begins

    @cached_property
    def end(self) -> date | None:
        """The last day of the last regular step; None when a step is open-ended."""
        return last_planned_day(self.steps) if self._dated else None

    @property
    def _dated(self) -> bool:
        """Whether an instruction says by itself when it begins or ends."""
        return any(
            timing.event
            or (
                (repeat := timing.repeat) is not None
                and (
                    repeat.boundsPeriod is not None
                    or repeat.boundsDuration is not None
                    or repeat.boundsRange is not None
                    or repeat.count is not None
                )
            )
            for dosage in self._dosages
            if (timing := dosage.timing) is not None
        )


def last_planned_day(steps: Iterable[Step]) -> date | None:
    """The last day that regular steps plan; None when one of them is open-ended."""
    ends = [step.end for step in steps if not step.as_needed]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def read_steps(
    dosages: Iterable[Dosage],
    begins: date | None,
    strength: Strength | None,
    weight_kg: float | None,
) -> tuple[Step, ...]:
    """The steps of one prescription that begins on `begins` (None when not said)."""
    found = list(dosages)
    if len(found) == 1:
        return (_step(found[0], begins, True, strength, weight_kg),)
    if _unordered_taper(found):
        return (Step(begins, None, "steps-unordered", "steps-unordered"),)
    groups: list[list[Step]] = []
    cursor, known = begins, True
    for _, together in groupby(sorted(found, key=_order), key=_order):
        group = [_step(dosage, cursor, known, strength, weight_kg) for dosage in together]
        groups.append(group)
        last = _last_day(group)
        known = last is not None
        cursor = plus_days(last, 1) if last else cursor
    for group, following in pairwise(groups):
        _close(group, following)
    return tuple(step for group in groups for step in group)


def _last_day(group: list[Step]) -> date | None:
    """The day the whole group has ended; None while any regular step of it is open."""
    ends = [step.end for step in group if not step.as_needed] or [step.end for step in group]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _close(group: list[Step], following: list[Step]) -> None:
    """End open steps the day before the next group begins, when that day is given."""
    starts = [step.start for step in following if step.start_known and step.start is not None]
    if not starts:
        return
    for position, step in enumerate(group):
        if step.end is None and (step.start is None or step.start < min(starts)):
            group[position] = msgspec.structs.replace(step, end=min(starts) - timedelta(days=1))


def _order(dosage: Dosage) -> int:
    return dosage.sequence if dosage.sequence is not None else 0


def _unordered_taper(dosages: list[Dosage]) -> bool:
    """Several lengths without dates or order: they may follow each other or not."""
    lengths = {
        (bounds.value, bounds.unit or bounds.code)
        for dosage in dosages
        if dosage.sequence is None
        and dosage.timing
        and dosage.timing.repeat
        and (bounds := dosage.timing.repeat.boundsDuration) is not None
    }
    return len(lengths) > 1


def _step(
    dosage: Dosage,
    cursor: date | None,
    cursor_known: bool,
    strength: Strength | None,
    weight_kg: float | None,
) -> Step:
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
