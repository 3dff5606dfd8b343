"""Which drug a resource means: its own coding, a contained Medication, or one sent beside it."""

from __future__ import annotations

from typing import Protocol

import msgspec

from cds_service.evidence.decode import Decoded, decode_resource
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import Medication
from cds_service.evidence.resources.datatypes import CodeableConcept, Reference
from cds_service.picture.dose import ratio_strength
from cds_service.picture.drugs import DrugIdentity, identify


class NamesADrug(Protocol):
    """A MedicationRequest, MedicationStatement or MedicationDispense."""

    @property
    def medicationCodeableConcept(self) -> CodeableConcept | None: ...  # noqa: N802, D102
    @property
    def medicationReference(self) -> Reference | None: ...  # noqa: N802, D102
    @property
    def contained(self) -> tuple[msgspec.Raw, ...]: ...  # noqa: D102


NO_DRUG = DrugIdentity(frozenset(), identified=False, label="", strength=None, systemic=None)


def drug_of(resource: NamesADrug, evidence: Evidence) -> DrugIdentity:
    """Identify the drug; `identified` is False when nothing says what it is."""
    concept = resource.medicationCodeableConcept
    if concept is not None:
        return _identify(concept)
    reference = resource.medicationReference
    if reference is None:
        return NO_DRUG
    medication = _resolve(reference, resource, evidence)
    if medication is None:
        return identify((), reference.display)
    return _of_medication(medication, reference.display)


def _identify(concept: CodeableConcept) -> DrugIdentity:
    return identify(
        tuple((coding.system, coding.code, coding.display) for coding in concept.coding),
        concept.text,
    )


def _resolve(reference: Reference, resource: NamesADrug, evidence: Evidence) -> Medication | None:
    target = reference.reference or ""
    if target.startswith("#"):
        for raw in resource.contained:
            match decode_resource(raw):
                case Decoded(Medication() as found) if found.id == target[1:]:
                    return found
        return None
    return evidence.medications.get(target) or evidence.medications.get(
        f"Medication/{bare_id(target)}"
    )


def _of_medication(medication: Medication, display: str | None) -> DrugIdentity:
    named = [] if medication.code is None else [medication.code]
    actives = [item for item in medication.ingredient if item.isActive is not False]
    named += [item.itemCodeableConcept for item in actives if item.itemCodeableConcept is not None]
    identities = [_identify(concept) for concept in named] or [identify((), display)]
    best = identities[0]
    concepts = frozenset().union(*(identity.concepts for identity in identities))
    strengths = [ratio_strength(item.strength) for item in actives]
    stated = strengths[0] if len(strengths) == 1 else None
    return DrugIdentity(
        concepts=concepts,
        identified=any(identity.identified for identity in identities),
        label=best.label or display or "",
        strength=stated or best.strength,
        systemic=best.systemic,
    )
