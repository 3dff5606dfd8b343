"""The tables. Nothing in them tells who a patient is: patients and orders are keyed hashes.

The one place that may hold identifying text is what a clinician typed as a comment.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing_extensions import override

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
LONGEST_CARD = 255
"""Characters of a card id; ours are UUIDs, others are kept as they come."""


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; SQLite knows no zones, so it is kept without one there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the store: in UTC."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the store: marked as UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.replace(tzinfo=UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in an INTEGER column."""


class Base(DeclarativeBase):
    """All tables, with predictable names for their constraints."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant}


class ShownCard(Base):
    """A card that was shown; `rules` are [rule, verdict, indicator], most urgent first."""

    __tablename__ = "shown_card"

    card: Mapped[str] = mapped_column(String(LONGEST_CARD), primary_key=True)
    patient: Mapped[str | None] = mapped_column(String(64))
    order_key: Mapped[str | None] = mapped_column(String(64))
    rules: Mapped[list[list[str]]] = mapped_column(JSON)
    indicator: Mapped[str] = mapped_column(String(16))
    hook: Mapped[str] = mapped_column(String(64))
    service: Mapped[str] = mapped_column(String(64))
    content_version: Mapped[str] = mapped_column(String(64))
    shown_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (Index(None, "patient", "shown_at"),)


class Feedback(Base):
    """What became of a card; the same card, outcome and instant is one entry."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    card: Mapped[str] = mapped_column(String(LONGEST_CARD))
    outcome: Mapped[str] = mapped_column(String(16))
    outcome_timestamp: Mapped[str] = mapped_column(String(64))
    accepted_suggestions: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    user_comment: Mapped[str | None] = mapped_column(Text)
    service: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("card", "outcome", "outcome_timestamp"),)


class AuditCall(Base):
    """One answered call; `rules_asked` minus its verdict rows is the number of quiet rules."""

    __tablename__ = "audit_call"

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    service: Mapped[str] = mapped_column(String(64))
    hook: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    content_version: Mapped[str] = mapped_column(String(64))
    latency_ms: Mapped[float] = mapped_column(Float)
    request_id: Mapped[str] = mapped_column(String(64))
    rules_asked: Mapped[int] = mapped_column(Integer)
    cards: Mapped[int] = mapped_column(Integer)


class AuditVerdict(Base):
    """The verdict of one rule that was not quiet, and what became of it."""

    __tablename__ = "audit_verdict"

    call_id: Mapped[int] = mapped_column(
        BigId, ForeignKey(AuditCall.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rule: Mapped[str] = mapped_column(String(128), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16))
    fate: Mapped[str] = mapped_column(String(16))
    indicator: Mapped[str] = mapped_column(String(16))


class AuditRule(Base):
    """A rule that a content version asks at a hook: with the calls, it tells who kept quiet."""

    __tablename__ = "audit_rule"

    content_version: Mapped[str] = mapped_column(String(64), primary_key=True)
    hook: Mapped[str] = mapped_column(String(64), primary_key=True)
    rule: Mapped[str] = mapped_column(String(128), primary_key=True)


class UsedToken(Base):
    """The hash of a client token's issuer and id, kept until the token has expired."""

    __tablename__ = "used_token"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
