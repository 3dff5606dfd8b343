"""Signs of an infection under way: a coded infection or fever, a temperature, a new antibiotic.

Prophylactic co-trimoxazole is no sign; chronic viral infections are another matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.naming import named
from cds_service.model_api import (
    Call,
    Gap,
    Measure,
    Quantity,
    Slot,
    Treatment,
    Unknown,
)

TEMPERATURE = Measure("temperature", ("obs.temperature",), "temperature", "Cel")
_TABLE = "infection-signs"
_INFECTIONS = ("cond.infection", "cond.tb-active")
_TAKEN = {"active", "draft", "completed", "stopped"}


@dataclass(frozen=True, slots=True)
class Signs:
    """What was found, as the card writes it, and what may hide a sign."""

    found: tuple[Slot, ...]
    gaps: tuple[Gap, ...]


def infection_signs(call: Call) -> Signs:
    """Every sign that is recent enough."""
    recent = call.today - timedelta(days=round(call.number(_TABLE, "recent_days")) - 1)
    found: list[Slot] = []
    gaps: list[Gap] = []
    for sign in (*_problems(call, recent), *_temperatures(call, recent), *_drugs(call, recent)):
        if isinstance(sign, Gap):
            gaps.append(sign)
        else:
            found.append(sign)
    problems, treatments = call.picture.problems, call.picture.treatments
    gaps += [*problems.why_unknown(*_INFECTIONS), *treatments.gaps]
    if call.picture.results.gap is not None:
        gaps.append(call.picture.results.gap)
    return Signs(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(gaps)))


def _problems(call: Call, recent: date) -> Iterator[Slot]:
    lasting = call.today - timedelta(days=round(call.number(_TABLE, "infection_days")))
    for concepts, since in ((_INFECTIONS, lasting), (("cond.fever",), recent)):
        for problem in call.picture.problems.active(*concepts):
            noted = max((day for day in (problem.onset, problem.recorded) if day), default=None)
            over = problem.abated is not None and problem.abated < call.today
            if not over and not problem.in_remission and (noted is None or noted >= since):
                yield named(problem.label, "named.infection")


def _temperatures(call: Call, recent: date) -> Iterator[Slot]:
    limit = call.number(_TABLE, "fever_celsius")
    for result in call.picture.results.series(TEMPERATURE):
        if result.when >= recent and result.value.above(limit):
            yield Quantity(result.value, "°C", digits=1)
            return


def _drugs(call: Call, recent: date) -> Iterator[Slot | Gap]:
    for treatment in call.picture.treatments.of("med.antibiotic"):
        if treatment.status not in _TAKEN or (treatment.start and treatment.start < recent):
            continue
        if treatment.start is None:
            if treatment.running:
                yield Gap("treatment-start", "absent", treatment.label)
        elif treatment.start <= call.today and not treatment.is_a("med.cotrimoxazole"):
            yield named(treatment.label, "named.antibiotic")
        elif treatment.start <= call.today:
            yield from _cotrimoxazole(call, treatment)


def _cotrimoxazole(call: Call, treatment: Treatment) -> Iterator[Slot | Gap]:
    daily = treatment.daily(treatment.start or call.today)
    if isinstance(daily, Unknown):
        yield from daily.gaps
        return
    curative = daily.above(call.number(_TABLE, "prophylactic_cotrimoxazole_mg"))
    if curative is None:
        yield treatment.dose_gap("range-around-limit")
    elif curative:
        yield named(treatment.label, "named.antibiotic")
