"""Feedback and answered calls for tests of the store."""

from datetime import UTC, datetime
from typing import Any

from cds_service.store.entry import Entry
from cds_service.watch.call_record import CallRecord, CardRecord, VerdictRecord

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CARD = "0d2a4c66-6d0f-4cb2-8a3c-5a9c8e1b7f10"
SERVICE = "lupus-order-select"


def overridden(card: str = CARD, at: str = "2026-11-20T09:29:00Z", **more: Any) -> Entry:
    return Entry(card, "overridden", at, **more)


def accepted(card: str = CARD, at: str = "2026-11-20T09:29:00Z") -> Entry:
    return Entry(card, "accepted", at, ("s1",))


def shown(
    *cards: str, patient: str | None = "patient-1", rule: str = "dose-high", at: datetime = NOW
) -> CallRecord:
    """A call that showed these cards of one rule, and left another rule quiet."""
    said = VerdictRecord(rule, "fires", "shown", "warning")
    return CallRecord(
        at, SERVICE, "order-select", "fr", "1.0+abc", 0.002, "request-1", patient,
        (said,) if cards else (), ("dose-weight",),
        tuple(CardRecord(c, "warning", ((rule, "fires", "warning"),), None) for c in cards), {},
    )  # fmt: skip
