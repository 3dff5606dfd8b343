"""The members of FHIR R4 resources that the service reads, and only those."""

from __future__ import annotations

from cds_service.evidence.resources.administrative import (
    Encounter,
    Patient,
    PractitionerRole,
    ResearchSubject,
)
from cds_service.evidence.resources.clinical import (
    AllergyIntolerance,
    Condition,
    DiagnosticReport,
    Immunization,
    Observation,
    Procedure,
    ServiceRequest,
)
from cds_service.evidence.resources.medication import (
    ImmunizationRecommendation,
    Medication,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
)

Resource = (
    Patient
    | Encounter
    | PractitionerRole
    | ResearchSubject
    | AllergyIntolerance
    | Condition
    | DiagnosticReport
    | Immunization
    | ImmunizationRecommendation
    | Medication
    | MedicationDispense
    | MedicationRequest
    | MedicationStatement
    | Observation
    | Procedure
    | ServiceRequest
)

READ_TYPES: dict[str, type[Resource]] = {
    kind.__name__: kind
    for kind in (
        Patient,
        Encounter,
        PractitionerRole,
        ResearchSubject,
        AllergyIntolerance,
        Condition,
        DiagnosticReport,
        Immunization,
        ImmunizationRecommendation,
        Medication,
        MedicationDispense,
        MedicationRequest,
        MedicationStatement,
        Observation,
        Procedure,
        ServiceRequest,
    )
}

__all__ = [
    "READ_TYPES",
    "AllergyIntolerance",
    "Condition",
    "DiagnosticReport",
    "Encounter",
    "Immunization",
    "ImmunizationRecommendation",
    "Medication",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Patient",
    "PractitionerRole",
    "Procedure",
    "ResearchSubject",
    "Resource",
    "ServiceRequest",
]
