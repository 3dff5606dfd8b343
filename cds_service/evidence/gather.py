"""From a checked call to the evidence: prefetch, patient check, drafts."""

from __future__ import annotations

from typing import Protocol

import msgspec

from cds_service.errors import MissingDataError
from cds_service.evidence.bundle import Answer, entries_of, read_answer
from cds_service.evidence.channel import State
from cds_service.evidence.decode import Decoded, Skipped, decode_resource
from cds_service.evidence.evidence import Draft, DraftResource, Evidence
from cds_service.evidence.readable import is_about, never_happened
from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import Medication
from cds_service.evidence.templates import KEY_OF_TYPE, REQUIRED_TYPES, TYPE_OF_KEY
from cds_service.hooks.contexts import HookContext
from cds_service.hooks.request import HookRequest


_OTHER_TYPE = "resources of another type were sent"


class Fetcher(Protocol):
    """Completes the evidence from the EHR's FHIR server, as far as it can."""

    def complete(self, evidence: Evidence) -> None:
        """Fetch the resource types that were not sent; leaves the rest as it is."""


class FhirAccess(Protocol):
    """Knows which FHIR servers may be called."""

    def fetcher_for(self, request: HookRequest) -> Fetcher | None:
        """What completes the evidence of a request; None when there is nothing to fetch from."""


def gather(
    context: HookContext,
    prefetch: dict[str, msgspec.Raw] | None,
    fetcher: Fetcher | None = None,
) -> Evidence:
    """Build the evidence of one call; raises MissingDataError when nothing could be said."""
    evidence = Evidence(context.patient_id, context.encounter_id)
    for key, raw in (prefetch or {}).items():
        absorb(evidence, read_answer(raw), TYPE_OF_KEY.get(key))
    if context.draft_orders:
        _read_drafts(evidence, context)
    if fetcher is not None:
        fetcher.complete(evidence)
    _require(evidence)
    return evidence


def absorb(evidence: Evidence, answer: Answer, expected_type: str | None) -> None:
    """Add one answer to the evidence; `expected_type` is the type that was asked for."""
    types_seen = {expected_type} if expected_type else set()
    for position, resource in enumerate(answer.resources):
        kind = type(resource).__name__
        if isinstance(resource, Medication):
            _keep_medication(evidence, resource, answer.full_urls.get(position))
            continue
        if not is_about(resource, evidence.patient_id):
            evidence.notice("other-patient", f"{kind}/{resource.id or '?'}")
            evidence.channel(kind).answered(State.ERROR, "resources of another patient were sent")
            continue
        types_seen.add(kind)
        if not never_happened(resource):
            evidence.add(kind, resource)
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
            types_seen.add(unreadable.resource_type)
    for kind in types_seen:
        if kind:
            channel = evidence.channel(kind)
            state = answer.state
            if state is State.EMPTY and channel.resources:
                state = State.DATA
            if kind == expected_type:
                first = channel.state is not State.PARTIAL
                channel.next_url = answer.next_url if first else None
            channel.answered(state, answer.why)
    if expected_type and _only_other_types(answer, expected_type):
        evidence.channel(expected_type).answered(State.ERROR, _OTHER_TYPE)


def _only_other_types(answer: Answer, expected_type: str) -> bool:
    """Whether something came, and none of it was asked for: that does not prove an absence."""
    if answer.unreadable or not (answer.resources or answer.skipped):
        return False
    return all(type(resource).__name__ != expected_type for resource in answer.resources)


def _keep_medication(evidence: Evidence, medication: Medication, full_url: str | None) -> None:
    if medication.id:
        evidence.medications[f"Medication/{medication.id}"] = medication
    if full_url:
        evidence.medications[full_url] = medication


def _read_drafts(evidence: Evidence, context: HookContext) -> None:
    selected = {bare_id(reference) for reference in context.selections}
    for position, raw in enumerate(entries_of(context.draft_orders)):
        read = decode_resource(raw)
        if isinstance(read, Skipped):
            continue
        if not isinstance(read, Decoded):
            evidence.odd["unreadable:draft"] += 1
            evidence.notice("unreadable", f"draftOrders[{position}]")
            continue
        resource = read.resource
        kind = type(resource).__name__
        if read.odd:
            evidence.odd[kind] += 1
        if isinstance(resource, Medication):
            _keep_medication(evidence, resource, None)
        if not isinstance(resource, DraftResource) or never_happened(resource):
            continue
        reference = f"{kind}/{resource.id}" if resource.id else f"{kind}/draft-{position + 1}"
        if not is_about(resource, evidence.patient_id):
            evidence.notice("other-patient", reference)
            continue
        evidence.drafts.append(
            Draft(
                resource=resource,
                raw=raw,
                reference=reference,
                selected=not selected or (resource.id or "") in selected,
                unreadable=read.unreadable,
            )
        )


def _require(evidence: Evidence) -> None:
    missing = []
    for kind in REQUIRED_TYPES:
        channel = evidence.channel(kind)
        absent = channel.state is State.NOT_SENT
        if kind == "Patient":
            absent = absent or channel.state is State.EMPTY
            absent = absent or (
                channel.state is State.ERROR
                and not channel.resources
                and _only_another_patient(evidence)
            )
        if absent:
            missing.append((KEY_OF_TYPE[kind], channel.why or "neither sent nor fetchable"))
    if missing:
        raise MissingDataError(tuple(missing))


def _only_another_patient(evidence: Evidence) -> bool:
    return any(
        note.code == "other-patient" and note.what.startswith("Patient/")
        for note in evidence.notices
    )
