"""FHIR R4 data types, reduced to the members that are read."""

# Member names are FHIR's own, so that a Struct reads like the specification.
# ruff: noqa: N815

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True, gc=False):
    """Base of every data type; unknown members are skipped."""


class Coding(Part, frozen=True):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class CodeableConcept(Part, frozen=True):
    coding: tuple[Coding, ...] = ()
    text: str | None = None


class Reference(Part, frozen=True):
    reference: str | None = None
    display: str | None = None


class Quantity(Part, frozen=True):
    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    code: str | None = None


class Range(Part, frozen=True):
    low: Quantity | None = None
    high: Quantity | None = None


class Ratio(Part, frozen=True):
    numerator: Quantity | None = None
    denominator: Quantity | None = None


class Period(Part, frozen=True):
    start: str | None = None
    end: str | None = None


class Annotation(Part, frozen=True):
    text: str | None = None


class TimingRepeat(Part, frozen=True):
    boundsPeriod: Period | None = None
    boundsDuration: Quantity | None = None
    boundsRange: Range | None = None
    count: int | None = None
    countMax: int | None = None
    frequency: int | None = None
    frequencyMax: int | None = None
    period: float | None = None
    periodMax: float | None = None
    periodUnit: str | None = None
    dayOfWeek: tuple[str, ...] = ()
    timeOfDay: tuple[str, ...] = ()
    when: tuple[str, ...] = ()


class Timing(Part, frozen=True):
    event: tuple[str, ...] = ()
    repeat: TimingRepeat | None = None
    code: CodeableConcept | None = None


class DoseAndRate(Part, frozen=True):
    type: CodeableConcept | None = None
    doseQuantity: Quantity | None = None
    doseRange: Range | None = None
    rateQuantity: Quantity | None = None
    rateRatio: Ratio | None = None


class Dosage(Part, frozen=True):
    sequence: int | None = None
    text: str | None = None
    timing: Timing | None = None
    asNeededBoolean: bool | None = None
    asNeededCodeableConcept: CodeableConcept | None = None
    route: CodeableConcept | None = None
    doseAndRate: tuple[DoseAndRate, ...] = ()
    maxDosePerPeriod: Ratio | None = None
