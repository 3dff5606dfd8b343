"""Pulses: large doses given at once, told apart from the daily dose (timeline.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cds_service.engine.pack import Pack
from cds_service.picture.step import Step
from cds_service.picture.treatment import Treatment
from cds_service.picture.values import Amount
from cds_service.web.workbench.drawn import PulseOf

_MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Pulse:
    """Pulses on consecutive days: the first and the last day, and the dose of each in mg."""

    first: date
    last: date
    mg: float

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def is_pulse(treatment: Treatment, step: Step, pack: Pack, of: PulseOf, on: date) -> bool:
    """Whether a step is a pulse: the drug, not by another route, of the least dose at once."""
    definition = pack.definitions.get(of.definition)
    least = definition.numbers[of.number].on(on) if definition else None
    routes = step.route or treatment.routes
    return (
        least is not None
        and treatment.is_a(of.concept)
        and (not routes or of.route in routes)
        and isinstance(step.at_once, Amount)
        and step.at_once.low >= least
    )


def pulses(
    treatments: Iterable[Treatment], pack: Pack, of: PulseOf, first: date, last: date
) -> tuple[Pulse, ...]:
    """The pulses between two days, planned ones included, oldest first."""
    days = {
        day: step.at_once.low
        for treatment in treatments
        for step in treatment.steps
        if isinstance(step.at_once, Amount) and is_pulse(treatment, step, pack, of, first)
        for day in _days(treatment, step)
        if first <= day <= last
    }
    return tuple(_runs(days))


def _days(treatment: Treatment, step: Step) -> Iterator[date]:
    if step.days:
        yield from step.days
        return
    start = step.start or treatment.start
    if start is None:
        return
    end = step.end or treatment.end or start
    yield from (start + timedelta(days=n) for n in range(min((end - start).days + 1, _MOST_DAYS)))


def _runs(days: dict[date, float]) -> Iterator[Pulse]:
    run: Pulse | None = None
    for day, mg in sorted(days.items()):
        if run and run.mg == mg and day - run.last == timedelta(days=1):
            run = Pulse(run.first, day, mg)
            continue
        if run:
            yield run
        run = Pulse(day, day, mg)
    if run:
        yield run
