"""Condition, Observation, Procedure and the other records of what was found or done."""

# ruff: noqa: N815 (FHIR's own member names)

from __future__ import annotations

import msgspec

from cds_service.evidence.resources.datatypes import (
    Annotation,
    CodeableConcept,
    Part,
    Period,
    Quantity,
    Range,
    Ratio,
    Reference,
)


class Condition(msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="Condition"):
    id: str | None = None
    clinicalStatus: CodeableConcept | None = None
    verificationStatus: CodeableConcept | None = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    onsetDateTime: str | None = None
    onsetPeriod: Period | None = None
    abatementDateTime: str | None = None
    abatementPeriod: Period | None = None
    recordedDate: str | None = None


class ReferenceRange(Part, frozen=True):
    low: Quantity | None = None
    high: Quantity | None = None
    type: CodeableConcept | None = None


class Component(Part, frozen=True):
    code: CodeableConcept | None = None
    valueQuantity: Quantity | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueBoolean: bool | None = None


class Observation(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="Observation"
):
    id: str | None = None
    status: str | None = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    effectiveInstant: str | None = None
    issued: str | None = None
    valueQuantity: Quantity | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueString: str | None = None
    valueBoolean: bool | None = None
    valueInteger: int | None = None
    valueRange: Range | None = None
    valueRatio: Ratio | None = None
    dataAbsentReason: CodeableConcept | None = None
    interpretation: tuple[CodeableConcept, ...] = ()
    note: tuple[Annotation, ...] = ()
    specimen: Reference | None = None
    referenceRange: tuple[ReferenceRange, ...] = ()
    component: tuple[Component, ...] = ()


class Procedure(msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="Procedure"):
    id: str | None = None
    status: str | None = None
    category: CodeableConcept | None = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    performedDateTime: str | None = None
    performedPeriod: Period | None = None


class DiagnosticReport(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="DiagnosticReport"
):
    id: str | None = None
    status: str | None = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    conclusionCode: tuple[CodeableConcept, ...] = ()


class AllergyIntolerance(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="AllergyIntolerance"
):
    id: str | None = None
    clinicalStatus: CodeableConcept | None = None
    verificationStatus: CodeableConcept | None = None
    type: str | None = None
    code: CodeableConcept | None = None
    patient: Reference | None = None


class Immunization(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="Immunization"
):
    id: str | None = None
    status: str | None = None
    vaccineCode: CodeableConcept | None = None
    patient: Reference | None = None
    occurrenceDateTime: str | None = None


class ServiceRequest(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="ServiceRequest"
):
    id: str | None = None
    status: str | None = None
    intent: str | None = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    authoredOn: str | None = None
    occurrenceDateTime: str | None = None
