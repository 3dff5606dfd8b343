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

from cds_service.evidence.resources.datatypes import Dosage
from cds_service.picture.dates import plus_days
from cds_service.picture.drugs import Strength
from cds_service.picture.step import Step, read_step


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
        return (read_step(found[0], begins, True, strength, weight_kg),)
    if _unordered_taper(found):
        return (Step(begins, None, "steps-unordered", "steps-unordered"),)
    groups: list[list[Step]] = []
    cursor, known = begins, True
    for _, together in groupby(sorted(found, key=_order), key=_order):
        group = [read_step(dosage, cursor, known, strength, weight_kg) for dosage in together]
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
