"""Bring the tables up to date, once, however many processes try at the same moment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from cds_service.errors import StoreLostError
from cds_service.store.address import sqlite_file
from cds_service.store.connections import connect
from cds_service.store.lost import loss_is_told

_LOCK = 7_105_417
"""Any number that no other program locks on the same database."""


def upgrade(url: URL) -> None:
    """Make or migrate the tables, and the SQLite file; raises StoreLostError."""
    file = sqlite_file(url)
    with loss_is_told():
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        connections = connect(url, create=True)
        try:
            # On SQLite BEGIN IMMEDIATE is the lock.
            with connections.durable.begin() as connection:
                if file is None:
                    for patience in ("statement_timeout", "lock_timeout"):
                        connection.execute(text(f"SET LOCAL {patience} TO 0"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                _upgrade(connection)
        finally:
            connections.close()


def out_of_date(connection: Connection) -> str:
    """Why the tables are not those of this version; empty when they are."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found == _newest():
        return ""
    if found is None:
        return "its tables are missing: run lupus-cds db upgrade"
    return f"its tables are of revision {found}, not {_newest()}: run lupus-cds db upgrade"


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreLostError("its tables were made by a newer version of lupus-cds") from None


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()
