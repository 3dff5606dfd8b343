"""What matters of any resource before it counts: did it happen, and is it about this patient."""

from __future__ import annotations

from cds_service.evidence.references import points_to
from cds_service.evidence.resources import (
    AllergyIntolerance,
    Condition,
    Observation,
    Patient,
    PractitionerRole,
    Resource,
)
from cds_service.evidence.resources.datatypes import Reference

_ENTERED_IN_ERROR = "entered-in-error"
_NOT_VERIFIED = {_ENTERED_IN_ERROR, "refuted"}


def never_happened(resource: Resource) -> bool:
    """Whether the record says of itself that it does not count."""
    if isinstance(resource, Condition | AllergyIntolerance):
        verification = resource.verificationStatus
        return verification is not None and any(
            coding.code in _NOT_VERIFIED for coding in verification.coding
        )
    status = getattr(resource, "status", None)
    return status == _ENTERED_IN_ERROR or (
        status == "cancelled" and isinstance(resource, Observation)
    )


def is_about(resource: Resource, patient_id: str) -> bool:
    """Whether the record is about a patient; one that names no subject was asked for by patient."""
    if isinstance(resource, Patient):
        return resource.id is None or resource.id == patient_id
    if isinstance(resource, PractitionerRole):
        return True
    subject: Reference | None = (
        getattr(resource, "subject", None)
        or getattr(resource, "patient", None)
        or getattr(resource, "individual", None)
    )
    return subject is None or points_to(subject, patient_id)
