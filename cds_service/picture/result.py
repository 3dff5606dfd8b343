"""One observation as a dated result in the unit of its kind, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from cds_service.evidence.resources import Observation
from cds_service.evidence.resources.datatypes import CodeableConcept, Quantity
from cds_service.picture.dates import day, end_of, start_of
from cds_service.picture.units import convert, unit_problem
from cds_service.picture.values import Amount


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of result: its name in gaps, the concepts that mean it, and its unit kind."""

    name: str
    concepts: tuple[str, ...]
    kind: str
    unit: str


class Result(msgspec.Struct, frozen=True, gc=False):
    """One usable numeric result."""

    value: Amount
    when: date
    source: str
    concept: str
    low_limit: float | None = None
    high_limit: float | None = None
    flags: frozenset[str] = frozenset()
    note: str = ""
    specimen: str = ""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One coded, boolean, integer or textual result; `flags` code its interpretation."""

    concept: str
    when: date | None
    source: str
    boolean: bool | None = None
    number: float | None = None
    comparator: str = ""
    text: str = ""
    codes: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


def quantity_value(quantity: Quantity, kind: str) -> Amount | str:
    """A laboratory quantity in the canonical unit of its kind, or the reason why not."""
    if quantity.value is None or quantity.value < 0:
        return "value-unreadable"
    converted = convert(kind, quantity.value, quantity.unit, quantity.code)
    if converted is None:
        problem = unit_problem(kind, quantity.unit, quantity.code)
        return f"unit-{problem or 'unknown'}"
    match quantity.comparator:
        case None:
            return Amount.exactly(converted)
        case "<" | "<=":
            return Amount(0.0, converted)
        case ">" | ">=":
            return Amount(converted, float("inf"))
        case _:
            return "value-unreadable"


def components(panel: Observation) -> Iterable[Observation]:
    """The parts of a panel (systolic and diastolic pressure) as results of their own."""
    for part in panel.component:
        if part.valueQuantity or part.valueCodeableConcept or part.valueBoolean is not None:
            yield msgspec.structs.replace(
                panel,
                code=part.code,
                valueQuantity=part.valueQuantity,
                valueCodeableConcept=part.valueCodeableConcept,
                valueBoolean=part.valueBoolean,
                valueString=None,
                valueInteger=None,
                interpretation=(),
                referenceRange=(),
                dataAbsentReason=None,
                component=(),
            )


def day_of(observation: Observation) -> date | None:
    """The day of a sample or measurement; the day it was issued only when no other was sent."""
    return (
        day(observation.effectiveDateTime)
        or day(observation.effectiveInstant)
        or end_of(observation.effectivePeriod)
        or start_of(observation.effectivePeriod)
        or (day(observation.issued) if observation.effectiveDateTime is None else None)
    )


def _codes(concept: CodeableConcept | None) -> frozenset[str]:
    if concept is None:
        return frozenset()
    return frozenset(coding.code for coding in concept.coding if coding.code)


def read_result(
    observation: Observation, value: Amount, when: date, concept: str, measure: Measure
) -> Result:
    """A usable result of a measure, with its limits, flags and notes."""
    low, high = _limits(observation, measure.kind)
    flags: Iterable[frozenset[str]] = (_codes(flag) for flag in observation.interpretation)
    return Result(
        value=value,
        when=when,
        source=f"Observation/{observation.id or '?'}",
        concept=concept,
        low_limit=low,
        high_limit=high,
        flags=frozenset().union(*flags),
        note=" ".join(note.text or "" for note in observation.note),
        specimen=(observation.specimen.display or "") if observation.specimen else "",
    )


def _limits(observation: Observation, kind: str) -> tuple[float | None, float | None]:
    for limits in observation.referenceRange:
        kinds = _codes(limits.type)
        if kinds and "normal" not in kinds:
            continue
        measured = observation.valueQuantity
        return _limit(limits.low, measured, kind), _limit(limits.high, measured, kind)
    return None, None


def _limit(limit: Quantity | None, measured: Quantity | None, kind: str) -> float | None:
    """A limit of the laboratory; one that carries no unit is in the unit of its result."""
    if limit is None or limit.value is None:
        return None
    unit = limit if limit.unit or limit.code else measured
    return convert(kind, limit.value, unit.unit, unit.code) if unit else None


def read_finding(observation: Observation, concept: str) -> Finding:
    """A coded, boolean, integer or textual result of a concept."""
    coded = observation.valueCodeableConcept
    quantity = observation.valueQuantity
    number = (
        float(observation.valueInteger)
        if observation.valueInteger is not None
        else (quantity.value if quantity else None)
    )
    text = observation.valueString or (coded.text if coded else None) or ""
    return Finding(
        concept=concept,
        when=day_of(observation),
        source=f"Observation/{observation.id or '?'}",
        boolean=observation.valueBoolean,
        number=number,
        comparator=(quantity.comparator or "") if quantity else "",
        text=text,
        codes=_codes(coded),
        flags=frozenset().union(*(_codes(flag) for flag in observation.interpretation)),
    )
