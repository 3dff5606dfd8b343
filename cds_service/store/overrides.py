"""Which rules were overridden for a patient: one query over two indexes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from cds_service.store.schema import Feedback, ShownCard
from cds_service.tact.snooze import Overridden

_OF_PATIENT = (
    select(ShownCard.__table__.c.rules, Feedback.__table__.c.received_at)
    .join_from(ShownCard.__table__, Feedback.__table__, ShownCard.card == Feedback.card)
    .where(
        ShownCard.patient == bindparam("patient"),
        Feedback.outcome == "overridden",
        Feedback.received_at >= bindparam("since"),
    )
)


def overrides_of(connection: Connection, patient: str, since: datetime) -> tuple[Overridden, ...]:
    """The overrides for a patient (a keyed hash) from an instant on."""
    # Counted from the day we heard of it: the clock of the client is not ours to trust.
    found = connection.execute(_OF_PATIENT, {"patient": patient, "since": since})
    return tuple(
        Overridden(rule, verdict, indicator, received_at.date())
        for rules, received_at in found
        for rule, verdict, indicator in rules
    )
