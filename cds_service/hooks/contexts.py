"""The context of each hook the service answers, checked as the hooks library defines it."""

# ruff: noqa: N815 (the specification's own member names)

from __future__ import annotations

import msgspec

from cds_service.errors import InvalidRequestError
from cds_service.hooks.request import HookRequest, decode_strictly

PATIENT_VIEW = "patient-view"
ORDER_SELECT = "order-select"
ORDER_SIGN = "order-sign"
HOOKS = (PATIENT_VIEW, ORDER_SELECT, ORDER_SIGN)

_WITH_DRAFTS = {ORDER_SELECT, ORDER_SIGN}


class _Context(msgspec.Struct, frozen=True):
    userId: str
    patientId: str
    encounterId: str | None = None
    selections: tuple[str, ...] | None = None
    draftOrders: msgspec.Raw = msgspec.Raw()


class HookContext(msgspec.Struct, frozen=True):
    """A checked context; `draft_orders` is an undecoded FHIR Bundle, empty for patient-view.

    `selections` are the `Type/id` references of the drafts that are new at order-select.
    """

    user_id: str
    patient_id: str
    encounter_id: str | None
    selections: tuple[str, ...]
    draft_orders: msgspec.Raw


class _Drafts(msgspec.Struct, frozen=True):
    resourceType: str


_DECODER = msgspec.json.Decoder(_Context)
_DRAFTS = msgspec.json.Decoder(_Drafts)


def parse_context(request: HookRequest) -> HookContext:
    """Read and check the context of a call; raises InvalidRequestError."""
    context = decode_strictly(_DECODER, request.context, "$.context")
    if not context.userId:
        raise InvalidRequestError("userId must not be empty", "$.context.userId")
    patient_id = context.patientId.removeprefix("Patient/")
    if not patient_id:
        raise InvalidRequestError("patientId must not be empty", "$.context.patientId")
    drafts = context.draftOrders
    if request.hook in _WITH_DRAFTS:
        if not _is_bundle(drafts):
            raise InvalidRequestError("draftOrders must be a FHIR Bundle", "$.context.draftOrders")
        if request.hook == ORDER_SELECT and context.selections is None:
            raise InvalidRequestError("selections is required", "$.context.selections")
    else:
        drafts = msgspec.Raw()
    return HookContext(
        user_id=context.userId,
        patient_id=patient_id,
        encounter_id=context.encounterId,
        selections=context.selections or (),
        draft_orders=drafts,
    )


def _is_bundle(drafts: msgspec.Raw) -> bool:
    try:
        return _DRAFTS.decode(drafts).resourceType == "Bundle"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
