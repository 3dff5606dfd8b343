"""Alembic's entry: the connection, with its lock and transaction, comes from `store.migrate`."""

from __future__ import annotations

from alembic import context

from cds_service.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
