"""From a checked call to the evidence: prefetch, patient check, drafts."""

from __future__ import annotations

from typing import Protocol

import msgspec

from cds_service.errors import MissingDataError
from cds_service.evidence.absorb import absorb
from cds_service.evidence.bundle import read_answer
from cds_service.evidence.channel import State
from cds_service.evidence.drafts import read_drafts
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.templates import KEY_OF_TYPE, REQUIRED_TYPES, TYPE_OF_KEY
from cds_service.hooks.contexts import HookContext
from cds_service.hooks.request import HookRequest


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
        read_drafts(evidence, context)
    if fetcher is not None:
        fetcher.complete(evidence)
    _require(evidence)
    return evidence


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
