"""What became of cards: `POST /cds-services/{id}/feedback`, all of a batch or nothing."""

# ruff: noqa: N815 (the specification's own member names)

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
from flask import Flask, Response

from cds_service.errors import InvalidRequestError
from cds_service.hooks.request import decode_strictly
from cds_service.store.entry import Entry, in_utc
from cds_service.web.incoming import hook_body
from cds_service.web.runtime import Runtime
from cds_service.web.services import service_of
from cds_service.web.watching import note

_LONGEST_ID = 255
_LONGEST_COMMENT = 20_000
_NUL = "\x00"
"""JSON may hold it, PostgreSQL may not."""


class _Coding(msgspec.Struct, frozen=True):
    code: str
    system: str | None = None
    display: str | None = None


class _OverrideReason(msgspec.Struct, frozen=True):
    reason: _Coding | None = None
    userComment: str | None = None


class _Accepted(msgspec.Struct, frozen=True):
    id: str


class _Entry(msgspec.Struct, frozen=True):
    card: str
    outcome: Literal["accepted", "overridden"]
    outcomeTimestamp: str
    acceptedSuggestions: tuple[_Accepted, ...] | None = None
    overrideReason: _OverrideReason | None = None


class _Batch(msgspec.Struct, frozen=True):
    feedback: tuple[msgspec.Raw, ...]


_BATCH = msgspec.json.Decoder(_Batch)
_ENTRY = msgspec.json.Decoder(_Entry)


def add_feedback(app: Flask, runtime: Runtime) -> None:
    """Add the route; it answers 200 only when all entries are certain to last."""
    limit = runtime.settings.max_body_bytes

    @app.post("/cds-services/<service_id>/feedback")
    def feedback(service_id: str) -> Response:
        service = service_of(service_id)
        note(service=service.id)
        entries = read_feedback(hook_body(limit))
        note(entries=len(entries))
        runtime.memory.keep(entries, service.id)
        return Response(
            b"{}", content_type="application/json", headers={"Cache-Control": "no-store"}
        )


def read_feedback(body: bytes) -> list[Entry]:
    """The entries of a batch; raises InvalidRequestError that names the first malformed one."""
    batch = decode_strictly(_BATCH, body)
    return [_entry(raw, f"$.feedback[{number}]") for number, raw in enumerate(batch.feedback)]


def _entry(raw: msgspec.Raw, at: str) -> Entry:
    sent = decode_strictly(_ENTRY, raw, at)
    accepted = sent.acceptedSuggestions or ()
    if sent.outcome == "accepted" and not accepted:
        raise InvalidRequestError(
            "acceptedSuggestions is required when a card was accepted", f"{at}.acceptedSuggestions"
        )
    try:
        timestamp = in_utc(sent.outcomeTimestamp)
    except ValueError as error:
        raise InvalidRequestError(str(error), f"{at}.outcomeTimestamp") from None
    given = sent.overrideReason or _OverrideReason()
    return Entry(
        card=_card(sent.card, f"{at}.card"),
        outcome=sent.outcome,
        outcome_timestamp=timestamp,
        accepted_suggestions=tuple(_storable(one.id) for one in accepted),
        reason=_reason(given.reason),
        user_comment=_comment(given.userComment, f"{at}.overrideReason.userComment"),
    )


def _card(card: str, at: str) -> str:
    """A card id; UUIDs are written as we write them, others are kept as they come."""
    if not card or len(card) > _LONGEST_ID:
        raise InvalidRequestError(f"a card id has 1 to {_LONGEST_ID} characters", at)
    try:
        return str(UUID(card))
    except ValueError:
        return _storable(card)


def _reason(reason: _Coding | None) -> dict[str, str] | None:
    if reason is None:
        return None
    said = {"code": reason.code, "system": reason.system, "display": reason.display}
    return {name: _storable(value) for name, value in said.items() if value is not None}


def _comment(comment: str | None, at: str) -> str | None:
    if comment is not None and len(comment) > _LONGEST_COMMENT:
        raise InvalidRequestError(f"a comment has at most {_LONGEST_COMMENT} characters", at)
    return _storable(comment) if comment else None


def _storable(text: str) -> str:
    return text.replace(_NUL, "\ufffd")
