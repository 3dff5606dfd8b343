"""Medication, and the records of it being ordered, dispensed or taken."""

# ruff: noqa: N815 (FHIR's own member names)

from __future__ import annotations

import msgspec

from cds_service.evidence.resources.datatypes import (
    CodeableConcept,
    Dosage,
    Part,
    Period,
    Quantity,
    Ratio,
    Reference,
)


class Ingredient(Part, frozen=True):
    itemCodeableConcept: CodeableConcept | None = None
    itemReference: Reference | None = None
    isActive: bool | None = None
    strength: Ratio | None = None


class Medication(msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="Medication"):
    id: str | None = None
    code: CodeableConcept | None = None
    form: CodeableConcept | None = None
    ingredient: tuple[Ingredient, ...] = ()


class DispenseRequest(Part, frozen=True):
    validityPeriod: Period | None = None
    numberOfRepeatsAllowed: int | None = None
    expectedSupplyDuration: Quantity | None = None


class MedicationRequest(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="MedicationRequest"
):
    id: str | None = None
    contained: tuple[msgspec.Raw, ...] = ()
    status: str | None = None
    statusReason: CodeableConcept | None = None
    intent: str | None = None
    category: tuple[CodeableConcept, ...] = ()
    doNotPerform: bool | None = None
    medicationCodeableConcept: CodeableConcept | None = None
    medicationReference: Reference | None = None
    subject: Reference | None = None
    authoredOn: str | None = None
    reasonCode: tuple[CodeableConcept, ...] = ()
    reasonReference: tuple[Reference, ...] = ()
    dosageInstruction: tuple[Dosage, ...] = ()
    dispenseRequest: DispenseRequest | None = None
    priorPrescription: Reference | None = None


class MedicationStatement(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="MedicationStatement"
):
    id: str | None = None
    contained: tuple[msgspec.Raw, ...] = ()
    status: str | None = None
    statusReason: tuple[CodeableConcept, ...] = ()
    medicationCodeableConcept: CodeableConcept | None = None
    medicationReference: Reference | None = None
    subject: Reference | None = None
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    dateAsserted: str | None = None
    reasonCode: tuple[CodeableConcept, ...] = ()
    reasonReference: tuple[Reference, ...] = ()
    dosage: tuple[Dosage, ...] = ()


class MedicationDispense(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="MedicationDispense"
):
    id: str | None = None
    contained: tuple[msgspec.Raw, ...] = ()
    status: str | None = None
    medicationCodeableConcept: CodeableConcept | None = None
    medicationReference: Reference | None = None
    subject: Reference | None = None
    whenHandedOver: str | None = None
    daysSupply: Quantity | None = None


class VaccineRecommendation(Part, frozen=True):
    vaccineCode: tuple[CodeableConcept, ...] = ()
    targetDisease: CodeableConcept | None = None
    forecastStatus: CodeableConcept | None = None


class ImmunizationRecommendation(
    msgspec.Struct,
    frozen=True,
    gc=False,
    tag_field="resourceType",
    tag="ImmunizationRecommendation",
):
    id: str | None = None
    patient: Reference | None = None
    recommendation: tuple[VaccineRecommendation, ...] = ()
