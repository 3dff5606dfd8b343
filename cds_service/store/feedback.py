"""Feedback: kept once, joined to the card that was shown when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, Row, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from cds_service.store.entry import Entry
from cds_service.store.schema import Base, Feedback, ShownCard

_AT_ONCE = 500

_HOW_MANY_SHOWN = select(func.count()).where(ShownCard.card.in_(bindparam("cards", expanding=True)))
_ALL = (
    select(Feedback.__table__, ShownCard.rules, ShownCard.content_version)
    .outerjoin_from(Feedback, ShownCard, ShownCard.card == Feedback.card)
    .order_by(Feedback.id)
)


def insert_once(table: type[Base], connection: Connection) -> Insert:
    """An insert that leaves rows alone that are there already."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def add(
    connection: Connection, entries: Sequence[Entry], service: str, received_at: datetime
) -> None:
    """Keep entries; one that is there already changes nothing."""
    # Always in the same order: two batches that share entries never wait for each other in a ring.
    rows = sorted(
        (_row(entry, service, received_at) for entry in entries),
        key=lambda row: (row["card"], row["outcome"], row["outcome_timestamp"]),
    )
    statement = insert_once(Feedback, connection)
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(statement, rows[start : start + _AT_ONCE])


def all_shown(connection: Connection, cards: Sequence[str]) -> bool:
    """Whether the records of all these cards have been written."""
    found = connection.execute(_HOW_MANY_SHOWN, {"cards": cards}).scalar_one()
    return bool(found == len(cards))


def everything(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """Every entry in the order of arrival, as JSON has it."""
    found = connection.execution_options(yield_per=_AT_ONCE).execute(_ALL)
    for row in found:
        yield _as_json(row)


def _row(entry: Entry, service: str, received_at: datetime) -> dict[str, Any]:
    return {
        "card": entry.card,
        "outcome": entry.outcome,
        "outcome_timestamp": entry.outcome_timestamp,
        "accepted_suggestions": list(entry.accepted_suggestions),
        "reason": dict(entry.reason) if entry.reason else None,
        "user_comment": entry.user_comment,
        "service": service,
        "received_at": received_at,
    }


def _as_json(row: Row[Any]) -> dict[str, Any]:
    said = {"reason": row.reason, "userComment": row.user_comment}
    given = {name: value for name, value in said.items() if value is not None}
    return {
        "card": row.card,
        "outcome": row.outcome,
        "outcomeTimestamp": row.outcome_timestamp,
        "acceptedSuggestions": [{"id": identity} for identity in row.accepted_suggestions],
        "overrideReason": given or None,
        "rules": [rule for rule, *_ in row.rules or ()],
        "contentVersion": row.content_version,
        "receivedAt": f"{row.received_at:%Y-%m-%dT%H:%M:%S.%f}Z",
        "service": row.service,
    }
