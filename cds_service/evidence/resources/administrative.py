"""Patient, Encounter, PractitionerRole, ResearchSubject."""

# ruff: noqa: N815 (FHIR's own member names)

from __future__ import annotations

import msgspec

from cds_service.evidence.resources.datatypes import CodeableConcept, Coding, Period, Reference


class Patient(msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="Patient"):
    id: str | None = None
    gender: str | None = None
    birthDate: str | None = None
    deceasedBoolean: bool | None = None
    deceasedDateTime: str | None = None


class Encounter(msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="Encounter"):
    id: str | None = None
    status: str | None = None
    class_: Coding | None = msgspec.field(default=None, name="class")
    type: tuple[CodeableConcept, ...] = ()
    subject: Reference | None = None
    period: Period | None = None


class PractitionerRole(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="PractitionerRole"
):
    id: str | None = None
    specialty: tuple[CodeableConcept, ...] = ()


class ResearchSubject(
    msgspec.Struct, frozen=True, gc=False, tag_field="resourceType", tag="ResearchSubject"
):
    id: str | None = None
    status: str | None = None
    individual: Reference | None = None
    period: Period | None = None
