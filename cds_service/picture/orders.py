"""Medication resources of the evidence, read one by one into treatments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cds_service.evidence.evidence import Draft, Evidence
from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import Condition, MedicationRequest, MedicationStatement
from cds_service.evidence.resources.datatypes import CodeableConcept, Dosage
from cds_service.evidence.resources.medication import DispenseRequest
from cds_service.picture.codes import concepts
from cds_service.picture.dates import end_of, first_day, plus_days, start_of
from cds_service.picture.drugs import DrugIdentity
from cds_service.picture.medications import drug_of
from cds_service.picture.regimen import Regimen
from cds_service.picture.routes import routes_of
from cds_service.picture.treatment import ENDED, STOPPING, Origin, Treatment
from cds_service.picture.units import convert

_NOT_A_THERAPY = {"proposal", "plan", "option"}
_STATEMENT_STATUS = {
    "active": "active", "intended": "intended", "completed": "completed", "stopped": "stopped",
    "on-hold": "on-hold", "not-taken": "not-taken",
}  # fmt: skip
_DOSAGE_MEMBERS = ("dosage", "medication", "status", "contained", "doNotPerform")


def orders(evidence: Evidence, weight_kg: float | None) -> Iterable[Treatment]:
    """The stored orders that stand for a therapy (not proposals, not "do not give")."""
    for request in evidence.of(MedicationRequest):
        if request.intent in _NOT_A_THERAPY or request.doNotPerform or request.status == "draft":
            continue
        drug = drug_of(request, evidence)
        if not _is_another_drug(drug):
            yield _of_request(request, drug, evidence, weight_kg, None, None)


def drafts(evidence: Evidence, weight_kg: float | None, today: date) -> Iterable[Treatment]:
    """The orders about to be signed; one without a date begins today."""
    for draft in evidence.drafts:
        request = draft.resource
        if isinstance(request, MedicationRequest) and not request.doNotPerform:
            drug = drug_of(request, evidence)
            yield _of_request(request, drug, evidence, weight_kg, draft, today)


def _is_another_drug(drug: DrugIdentity) -> bool:
    """A drug that no rule knows of: nothing of it is worth reading."""
    return drug.identified and not drug.concepts


def statements(evidence: Evidence, weight_kg: float | None) -> Iterable[Treatment]:
    """What the patient is said to take or to have taken."""
    for statement in evidence.of(MedicationStatement):
        drug = drug_of(statement, evidence)
        if _is_another_drug(drug):
            continue
        start = start_of(statement.effectivePeriod) or first_day(statement.effectiveDateTime)
        status = _STATEMENT_STATUS.get(statement.status or "", "unknown")
        regimen = Regimen(statement.dosage, start, drug.strength, weight_kg)
        yield Treatment(
            reference=f"MedicationStatement/{statement.id or '?'}",
            drug=drug,
            origin=Origin.STATEMENT,
            status=status,
            regimen=regimen,
            stated_end=end_of(statement.effectivePeriod) if status in ENDED else None,
            authored=first_day(statement.dateAsserted),
            routes=_routes(statement.dosage),
            reasons=_concepts(statement.reasonCode),
            stop_reasons=_codes(statement.statusReason),
            unreadable=_that_matter(evidence.unreadable(statement)),
        )


def _of_request(
    request: MedicationRequest,
    drug: DrugIdentity,
    evidence: Evidence,
    weight_kg: float | None,
    draft: Draft | None,
    today: date | None,
) -> Treatment:
    dispense = request.dispenseRequest
    validity = dispense.validityPeriod if dispense else None
    # A draft takes effect when it is signed, whenever it was first written.
    begins = start_of(validity) or today or first_day(request.authoredOn)
    regimen = Regimen(request.dosageInstruction, begins, drug.strength, weight_kg)
    status = request.status or "unknown"
    if draft and status not in STOPPING:
        status = "draft"
    reasons = _codes([request.statusReason] if request.statusReason else ())
    return Treatment(
        reference=draft.reference if draft else f"MedicationRequest/{request.id or '?'}",
        drug=drug,
        origin=Origin.DRAFT if draft else Origin.ORDER,
        status=status,
        regimen=regimen,
        stated_end=_stated_end(dispense, begins) if status in ENDED and dispense else None,
        authored=first_day(request.authoredOn),
        routes=_routes(request.dosageInstruction),
        reasons=_concepts(request.reasonCode) | _condition_reasons(request, evidence),
        stop_reasons=reasons,
        categories=_codes(request.category),
        draft=draft,
        replaces=_replaced(request),
        unreadable=_that_matter(draft.unreadable if draft else evidence.unreadable(request)),
    )


def _stated_end(dispense: DispenseRequest, begins: date | None) -> date | None:
    """The last day an ended prescription was valid or supplied for, when it says so."""
    last = end_of(dispense.validityPeriod)
    supply = dispense.expectedSupplyDuration
    if last is not None or supply is None or supply.value is None or begins is None:
        return last
    days = convert("time_days", supply.value, supply.unit, supply.code)
    repeats = dispense.numberOfRepeatsAllowed or 0
    return plus_days(begins, days * (1 + repeats) - 1) if days else None


def _routes(dosages: tuple[Dosage, ...]) -> frozenset[str]:
    return frozenset().union(*(routes_of(dosage) for dosage in dosages))


def _concepts(reasons: Iterable[CodeableConcept]) -> frozenset[str]:
    return frozenset().union(
        *(concepts(coding.system, coding.code) for reason in reasons for coding in reason.coding)
    )


def _condition_reasons(request: MedicationRequest, evidence: Evidence) -> frozenset[str]:
    if not request.reasonReference:
        return frozenset()
    named = {bare_id(reference.reference or "") for reference in request.reasonReference}
    found = (c.code for c in evidence.of(Condition) if c.id in named and c.code is not None)
    return _concepts(found)


def _codes(reasons: Iterable[CodeableConcept]) -> frozenset[str]:
    return frozenset(
        coding.code for reason in reasons for coding in reason.coding if coding.code is not None
    )


def _replaced(request: MedicationRequest) -> str:
    prior = request.priorPrescription
    return bare_id(prior.reference or "") if prior else ""


def _that_matter(members: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(member for member in members if member.startswith(_DOSAGE_MEMBERS))
