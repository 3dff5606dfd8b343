"""The orders of a call: which are readable, about this patient, and selected."""

from __future__ import annotations

import msgspec

from cds_service.evidence.absorb import keep_medication
from cds_service.evidence.bundle import every_entry_of
from cds_service.evidence.decode import Decoded, Skipped, decode_resource
from cds_service.evidence.evidence import Draft, DraftResource, Evidence, LostDraft
from cds_service.evidence.readable import is_about, never_happened
from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import Medication
from cds_service.hooks.contexts import HookContext


class _Identified(msgspec.Struct):
    id: str | None = None


_IDENTIFIED = msgspec.json.Decoder(_Identified)


def read_drafts(evidence: Evidence, context: HookContext) -> None:
    """Add the drafts of a call to the evidence; what cannot be one of them is noted as lost."""
    entries = list(every_entry_of(context.draft_orders))
    selected = _selected(evidence, context, entries)
    seen: set[tuple[str, bytes]] = set()
    for position, (raw, full_url) in enumerate(entries):
        read = decode_resource(raw)
        if isinstance(read, Skipped):
            continue
        if not isinstance(read, Decoded):
            evidence.odd["unreadable:draft"] += 1
            evidence.notice("unreadable", f"draftOrders[{position}]")
            evidence.lost_drafts.append(LostDraft(f"draftOrders[{position}]", "unreadable"))
            continue
        resource = read.resource
        kind = type(resource).__name__
        if read.odd:
            evidence.odd[kind] += 1
        if isinstance(resource, Medication):
            keep_medication(evidence, resource, full_url)
        if not isinstance(resource, DraftResource) or never_happened(resource):
            continue
        chosen = not selected or (resource.id or "") in selected
        reference = f"{kind}/{resource.id}" if resource.id else f"{kind}/draft-{position + 1}"
        if not is_about(resource, evidence.patient_id):
            evidence.notice("other-patient", reference)
            if chosen:
                evidence.lost_drafts.append(LostDraft(reference, "other-patient"))
            continue
        # The very same order sent twice is one order; two that differ are two, whatever their ids.
        if (reference, raw) not in seen:
            seen.add((reference, raw))
            draft = Draft(resource, raw, reference, chosen, read.unreadable)
            evidence.drafts.append(draft)


def _selected(
    evidence: Evidence, context: HookContext, entries: list[tuple[bytes, str | None]]
) -> set[str]:
    """The ids that are selected; none, which means all, when they name nothing that was sent."""
    selected = {bare_id(reference) for reference in context.selections}
    if selected and not any(_id_of(raw) in selected for raw, _ in entries):
        evidence.notice("selection-unknown", "selections")
        return set()
    return selected


def _id_of(raw: bytes) -> str | None:
    try:
        return _IDENTIFIED.decode(raw).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
