"""The audit of calls, and the cards that were shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert

from cds_service.store.feedback import insert_once
from cds_service.store.schema import AuditCall, AuditRule, AuditVerdict, ShownCard
from cds_service.watch.call_record import CallRecord

_CALL = insert(AuditCall).returning(AuditCall.id, sort_by_parameter_order=True)
_VERDICT = insert(AuditVerdict)


def add_calls(connection: Connection, calls: Sequence[CallRecord]) -> None:
    """Write the calls with their verdicts and cards."""
    ids = connection.execute(_CALL, [_call(call) for call in calls]).scalars().all()
    verdicts = [
        {
            "call_id": identity,
            "rule": said.rule,
            "verdict": said.verdict,
            "fate": said.fate,
            "indicator": said.indicator,
        }
        for identity, call in zip(ids, calls, strict=True)
        for said in call.verdicts
    ]
    if verdicts:
        connection.execute(_VERDICT, verdicts)
    # Sorted, so that two workers that show the same card never wait for each other in a ring.
    cards = sorted((row for call in calls for row in _cards(call)), key=lambda row: row["card"])
    if cards:
        connection.execute(insert_once(ShownCard, connection), cards)


def rules_asked(call: CallRecord) -> list[tuple[str, str, str]]:
    """The rules a call asked, as rows of AuditRule."""
    asked = sorted((*call.quiet, *(said.rule for said in call.verdicts)))
    return [(call.content_version, call.hook, rule) for rule in asked]


def add_rules(connection: Connection, rules: Sequence[tuple[str, str, str]]) -> None:
    """Write which rules a content version asks at a hook, once."""
    names = ("content_version", "hook", "rule")
    rows = [dict(zip(names, rule, strict=True)) for rule in rules]
    connection.execute(insert_once(AuditRule, connection), rows)


def _call(call: CallRecord) -> dict[str, Any]:
    return {
        "at": call.at,
        "service": call.service,
        "hook": call.hook,
        "language": call.language,
        "content_version": call.content_version,
        "latency_ms": round(call.seconds * 1000, 3),
        "request_id": call.request_id,
        "rules_asked": len(call.verdicts) + len(call.quiet),
        "cards": len(call.cards),
    }


def _cards(call: CallRecord) -> list[dict[str, Any]]:
    return [
        {
            "card": card.card,
            "patient": call.patient,
            "order_key": card.order,
            "rules": card.rules,
            "indicator": card.indicator,
            "hook": call.hook,
            "service": call.service,
            "content_version": call.content_version,
            "shown_at": call.at,
        }
        for card in call.cards
    ]
