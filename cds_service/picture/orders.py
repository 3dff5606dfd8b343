"""Medication resources of the evidence, read one by one into treatments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cds_service.evidence.evidence import Draft, Evidence
from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import Condition, MedicationRequest, MedicationStatement
from cds_service.evidence.resources.datatypes import CodeableConcept, Dosage
from cds_service.picture.codes import concepts
from cds_service.picture.dates import end_of, first_day, plus_days, start_of
from cds_service.picture.drugs import DrugIdentity
from cds_service.picture.medications import drug_of
from cds_service.picture.regimen import Step, read_steps
from cds_service.picture.routes import routes_of
from cds_service.picture.treatment import ENDED, Origin, Treatment
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
        yield _of_request(request, evidence, weight_kg, None, None)


def drafts(evidence: Evidence, weight_kg: float | None, today: date) -> Iterable[Treatment]:
    """The orders about to be signed; one without a date begins today."""
    for draft in evidence.drafts:
        request = draft.resource
        if isinstance(request, MedicationRequest) and not request.doNotPerform:
            yield _of_request(request, evidence, weight_kg, draft, today)


def statements(evidence: Evidence, weight_kg: float | None) -> Iterable[Treatment]:
    """What the patient is said to take or to have taken."""
    for statement in evidence.of(MedicationStatement):
        drug = drug_of(statement, evidence)
        start = start_of(statement.effectivePeriod) or first_day(statement.effectiveDateTime)
        status = _STATEMENT_STATUS.get(statement.status or "", "unknown")
        steps = _steps(statement.dosage, start, drug, weight_kg)
        yield Treatment(
            reference=f"MedicationStatement/{statement.id or '?'}",
            drug=drug,
            origin=Origin.STATEMENT,
            status=status,
            start=start,
            end=_end(end_of(statement.effectivePeriod), status, steps),
            steps=steps,
            authored=first_day(statement.dateAsserted),
            routes=_routes(statement.dosage),
            reasons=_concepts(statement.reasonCode),
            stop_reasons=_codes(statement.statusReason),
            unreadable=_that_matter(evidence.unreadable(statement)),
        )


def _of_request(
    request: MedicationRequest,
    evidence: Evidence,
    weight_kg: float | None,
    draft: Draft | None,
    today: date | None,
) -> Treatment:
    drug = drug_of(request, evidence)
    dispense = request.dispenseRequest
    validity = dispense.validityPeriod if dispense else None
    # A draft takes effect when it is signed, whenever it was first written.
    begins = start_of(validity) or today or first_day(request.authoredOn)
    steps = _steps(request.dosageInstruction, begins, drug, weight_kg)
    starts = [step.start for step in steps if step.start is not None]
    start = min(starts) if starts else begins
    status = request.status or ("draft" if draft else "unknown")
    supply = dispense.expectedSupplyDuration if dispense else None
    days = (
        convert("time_days", supply.value, supply.unit, supply.code)
        if (supply and supply.value)
        else None
    )
    end = _end(end_of(validity), status, steps)
    if end is None and status in ENDED and days and begins:
        repeats = (dispense.numberOfRepeatsAllowed or 0) if dispense else 0
        end = plus_days(begins, days * (1 + repeats) - 1)
    reasons = _codes([request.statusReason] if request.statusReason else ())
    return Treatment(
        reference=draft.reference if draft else f"MedicationRequest/{request.id or '?'}",
        drug=drug,
        origin=Origin.DRAFT if draft else Origin.ORDER,
        status=status,
        start=start,
        end=end,
        steps=steps,
        authored=first_day(request.authoredOn),
        routes=_routes(request.dosageInstruction),
        reasons=_concepts(request.reasonCode) | _condition_reasons(request, evidence),
        stop_reasons=reasons,
        categories=_codes(request.category),
        draft=draft,
        replaces=_replaced(request),
        unreadable=_that_matter(draft.unreadable if draft else evidence.unreadable(request)),
    )


def _steps(
    dosages: tuple[Dosage, ...], begins: date | None, drug: DrugIdentity, weight_kg: float | None
) -> tuple[Step, ...]:
    return read_steps(dosages, begins, drug.strength, weight_kg, routes_of)


def _end(stated: date | None, status: str, steps: tuple[Step, ...]) -> date | None:
    """The last day of exposure: as stated, else the end of the last bounded step if it ended."""
    if stated is not None and status in ENDED:
        return stated
    ends = [step.end for step in steps if not step.as_needed]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _routes(dosages: tuple[Dosage, ...]) -> frozenset[str]:
    return frozenset().union(*(routes_of(dosage) for dosage in dosages))


def _concepts(reasons: Iterable[CodeableConcept]) -> frozenset[str]:
    return frozenset().union(
        *(concepts(coding.system, coding.code) for reason in reasons for coding in reason.coding)
    )


def _condition_reasons(request: MedicationRequest, evidence: Evidence) -> frozenset[str]:
    named = {bare_id(reference.reference or "") for reference in request.reasonReference}
    if not named:
        return frozenset()
    found = [c.code for c in evidence.of(Condition) if c.id in named and c.code is not None]
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
