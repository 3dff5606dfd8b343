"""What is older than the retention period goes, a little at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Engine, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from cds_service.store.schema import AuditCall, Feedback, ShownCard, UsedToken

_AT_ONCE = 2000
"""Rows a transaction: feedback never waits long for the lock."""


def prune(engine: Engine, before: datetime, now: datetime) -> dict[str, int]:
    """Delete what is from before an instant, and tokens expired by now; how many rows of each."""
    return {
        "audit_call": _all_of(engine, AuditCall.id, AuditCall.at, before),
        "shown_card": _all_of(engine, ShownCard.card, ShownCard.shown_at, before),
        "feedback": _all_of(engine, Feedback.id, Feedback.received_at, before),
        "used_token": _all_of(engine, UsedToken.token, UsedToken.expires_at, now),
    }


def _all_of(
    engine: Engine,
    key: InstrumentedAttribute[Any],
    when: InstrumentedAttribute[datetime],
    before: datetime,
) -> int:
    oldest = select(key).where(when < before).order_by(when).limit(_AT_ONCE)
    statement = delete(key.class_).where(key.in_(oldest.scalar_subquery()))
    return sum(_until_none_is_left(engine, statement))


def _until_none_is_left(engine: Engine, statement: Delete) -> Iterator[int]:
    while True:
        with engine.begin() as connection:
            gone = connection.execute(statement).rowcount
        yield gone
        if gone < _AT_ONCE:
            return
