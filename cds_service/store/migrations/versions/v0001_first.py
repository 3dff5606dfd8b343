"""Cards shown, feedback, audit of calls, used tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "shown_card",
        sa.Column("card", sa.String(255), nullable=False),
        sa.Column("patient", sa.String(64)),
        sa.Column("order_key", sa.String(64)),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("indicator", sa.String(16), nullable=False),
        sa.Column("hook", sa.String(64), nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("content_version", sa.String(64), nullable=False),
        sa.Column("shown_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("card", name="pk_shown_card"),
    )
    op.create_index("ix_shown_card_patient_shown_at", "shown_card", ["patient", "shown_at"])
    op.create_index("ix_shown_card_shown_at", "shown_card", ["shown_at"])
    op.create_table(
        "feedback",
        sa.Column("id", _ID, sa.Identity(), nullable=False),
        sa.Column("card", sa.String(255), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("outcome_timestamp", sa.String(64), nullable=False),
        sa.Column("accepted_suggestions", sa.JSON, nullable=False),
        sa.Column("reason", sa.JSON),
        sa.Column("user_comment", sa.Text),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint(
            "card",
            "outcome",
            "outcome_timestamp",
            name="uq_feedback_card_outcome_outcome_timestamp",
        ),
    )
    op.create_index("ix_feedback_received_at", "feedback", ["received_at"])
    op.create_table(
        "audit_call",
        sa.Column("id", _ID, sa.Identity(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("hook", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("content_version", sa.String(64), nullable=False),
        sa.Column("latency_ms", sa.Float, nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("rules_asked", sa.Integer, nullable=False),
        sa.Column("cards", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_call"),
    )
    op.create_index("ix_audit_call_at", "audit_call", ["at"])
    op.create_table(
        "audit_verdict",
        sa.Column("call_id", _ID, autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(128), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("fate", sa.String(16), nullable=False),
        sa.Column("indicator", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "rule", name="pk_audit_verdict"),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["audit_call.id"],
            name="fk_audit_verdict_call_id_audit_call",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "audit_rule",
        sa.Column("content_version", sa.String(64), nullable=False),
        sa.Column("hook", sa.String(64), nullable=False),
        sa.Column("rule", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("content_version", "hook", "rule", name="pk_audit_rule"),
    )
    op.create_table(
        "used_token",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_used_token"),
    )
    op.create_index("ix_used_token_expires_at", "used_token", ["expires_at"])


def downgrade() -> None:
    """Drop the tables."""
    for name in (
        "used_token", "audit_rule", "audit_verdict", "audit_call", "feedback", "shown_card",
    ):  # fmt: skip
        op.drop_table(name)
