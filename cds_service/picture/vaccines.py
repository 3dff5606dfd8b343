"""Vaccines that are being ordered, whichever resource carries them."""

from __future__ import annotations

from dataclasses import dataclass

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import ImmunizationRecommendation, MedicationRequest
from cds_service.picture.drugs import identify
from cds_service.picture.medications import drug_of
from cds_service.picture.treatment import STOPPING


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A vaccine in a draft: its concepts, its label and the draft's reference."""

    concepts: frozenset[str]
    label: str
    reference: str


def drafted_vaccines(evidence: Evidence) -> tuple[Vaccine, ...]:
    """The vaccines the drafts of this call order or recommend."""
    found: list[Vaccine] = []
    for draft in evidence.drafts:
        resource = draft.resource
        if not draft.selected:
            continue
        if isinstance(resource, MedicationRequest):
            drug = drug_of(resource, evidence)
            vaccine = any(concept.startswith("vac.") for concept in drug.concepts)
            if vaccine and not resource.doNotPerform and resource.status not in STOPPING:
                found.append(Vaccine(drug.concepts, drug.label, draft.reference))
        elif isinstance(resource, ImmunizationRecommendation):
            for recommendation in resource.recommendation:
                for code in recommendation.vaccineCode:
                    drug = identify(
                        tuple((c.system, c.code, c.display) for c in code.coding), code.text
                    )
                    found.append(Vaccine(drug.concepts, drug.label, draft.reference))
    return tuple(found)
