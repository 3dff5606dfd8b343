"""What matters of any resource before it counts: did it happen, and is it about this patient."""

from __future__ import annotations

from cds_service.evidence.references import points_to
from cds_service.evidence.resources import (
    READ_TYPES,
    AllergyIntolerance,
    Condition,
    Observation,
    Patient,
    Resource,
)
from cds_service.evidence.resources.datatypes import CodeableConcept, Reference

_ENTERED_IN_ERROR = "entered-in-error"
_NOT_VERIFIED = {_ENTERED_IN_ERROR, "refuted"}
_VERIFIED = frozenset({Condition, AllergyIntolerance})
_SUBJECT = {
    kind: next((name for name in ("subject", "patient", "individual") if hasattr(kind, name)), "")
    for kind in READ_TYPES.values()
}
"""The member that names whom a resource is about; empty for those that are about no patient."""


def never_happened(resource: Resource) -> bool:
    """Whether the record says of itself that it does not count."""
    kind = type(resource)
    if kind in _VERIFIED:
        verification: CodeableConcept | None = getattr(resource, "verificationStatus", None)
        return verification is not None and any(
            coding.code in _NOT_VERIFIED for coding in verification.coding
        )
    status = getattr(resource, "status", None)
    return status == _ENTERED_IN_ERROR or (status == "cancelled" and kind is Observation)


def is_about(resource: Resource, patient_id: str) -> bool:
    """Whether the record is about a patient; one that names no subject was asked for by patient."""
    if isinstance(resource, Patient):
        return resource.id is None or resource.id == patient_id
    member = _SUBJECT[type(resource)]
    subject: Reference | None = getattr(resource, member) if member else None
    return subject is None or points_to(subject, patient_id)
