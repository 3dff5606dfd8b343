"""The prefetch templates offered in discovery: one search per resource type.

Searches stay whole (no filter by code): a list of codes that an EHR has configured by hand and
not refreshed would make an unasked-for result look like an examination never done.
"""

from __future__ import annotations

from cds_service.hooks.contexts import ORDER_SELECT, ORDER_SIGN, PATIENT_VIEW

_BY_PATIENT = {
    "conditions": "Condition",
    "medicationRequests": "MedicationRequest",
    "medicationStatements": "MedicationStatement",
    "observations": "Observation",
    "procedures": "Procedure",
    "diagnosticReports": "DiagnosticReport",
    "encounters": "Encounter",
    "immunizations": "Immunization",
    "allergyIntolerances": "AllergyIntolerance",
    "serviceRequests": "ServiceRequest",
    "medicationDispenses": "MedicationDispense",
    "researchSubjects": "ResearchSubject",
}
_PATIENT_PARAMETER = {
    "Immunization": "patient",
    "AllergyIntolerance": "patient",
    "ResearchSubject": "individual",
}

TYPE_OF_KEY: dict[str, str] = {"patient": "Patient", **_BY_PATIENT}
"""Prefetch key of ours -> the FHIR resource type it answers."""

KEY_OF_TYPE: dict[str, str] = {kind: key for key, kind in TYPE_OF_KEY.items()}

REQUIRED_TYPES = ("Patient", "Condition", "MedicationRequest")
"""Types without which no service can say anything (412 when neither sent nor fetchable)."""

_OF_THE_USER = {"practitionerRole": "PractitionerRole/{{userPractitionerRoleId}}"}
# Not part of the patient's record: never asked of a FHIR server, and no gap when it is not sent.

TEMPLATES: dict[str, str] = {
    "patient": "Patient/{{context.patientId}}",
    **{
        key: f"{kind}?{_PATIENT_PARAMETER.get(kind, 'patient')}="
        + ("Patient/" if kind == "ResearchSubject" else "")
        + "{{context.patientId}}"
        for key, kind in _BY_PATIENT.items()
    },
    **_OF_THE_USER,
}


def templates_for(hook: str) -> dict[str, str]:
    """Prefetch key -> template for a hook, inside the specification's restricted query subset."""
    if hook not in {PATIENT_VIEW, ORDER_SELECT, ORDER_SIGN}:
        return {}
    return dict(TEMPLATES)
