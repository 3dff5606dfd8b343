"""One answer, sent or fetched, becomes part of the evidence."""

from __future__ import annotations

from cds_service.evidence.bundle import Answer
from cds_service.evidence.channel import OTHER_PATIENT, OTHER_TYPE, State
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.readable import is_about, never_happened
from cds_service.evidence.resources import Medication


def absorb(evidence: Evidence, answer: Answer, expected_type: str | None) -> None:
    """Add one answer to the evidence; `expected_type` is the type that was asked for."""
    kinds = _add_resources(evidence, answer) | _note_oddities(evidence, answer, expected_type)
    if expected_type:
        kinds.add(expected_type)
    for kind in kinds:
        channel = evidence.channel(kind)
        state = answer.state
        if state is State.EMPTY and channel.resources:
            state = State.DATA
        if kind == expected_type:
            first = channel.state is not State.PARTIAL
            channel.next_url = answer.next_url if first else None
        channel.answered(state, answer.why)
    if expected_type and _only_other_types(answer, expected_type):
        evidence.channel(expected_type).answered(State.ERROR, OTHER_TYPE)


def keep_medication(evidence: Evidence, medication: Medication, full_url: str | None) -> None:
    """Keep a drug that orders refer to, under its id and under its full address."""
    if medication.id:
        evidence.medications[f"Medication/{medication.id}"] = medication
    if full_url:
        evidence.medications[full_url] = medication


def _add_resources(evidence: Evidence, answer: Answer) -> set[str]:
    kinds = set()
    for position, resource in enumerate(answer.resources):
        kind = type(resource).__name__
        if isinstance(resource, Medication):
            keep_medication(evidence, resource, answer.full_urls.get(position))
            continue
        if not is_about(resource, evidence.patient_id):
            evidence.notice("other-patient", f"{kind}/{resource.id or '?'}")
            evidence.channel(kind).answered(State.ERROR, OTHER_PATIENT)
            continue
        kinds.add(kind)
        if not never_happened(resource):
            evidence.add(kind, resource)
    return kinds


def _note_oddities(evidence: Evidence, answer: Answer, expected_type: str | None) -> set[str]:
    kinds = set()
    for position, left_out in answer.odd.items():
        resource = answer.resources[position]
        evidence.odd[type(resource).__name__] += 1
        evidence.mark_unreadable(resource, left_out)
    for skipped in answer.skipped:
        evidence.odd[f"skipped:{skipped}"] += 1
    for unreadable in answer.unreadable:
        kind = unreadable.resource_type or expected_type or "?"
        evidence.odd[f"unreadable:{kind}"] += 1
        evidence.notice("unreadable", kind)
        if unreadable.resource_type:
            kinds.add(unreadable.resource_type)
    return kinds


def _only_other_types(answer: Answer, expected_type: str) -> bool:
    """Whether something came and none of it was asked for: that proves no absence."""
    if answer.unreadable or not (answer.resources or answer.skipped):
        return False
    return all(type(resource).__name__ != expected_type for resource in answer.resources)
