"""Connections to the store: SQLite in WAL mode, or PostgreSQL.

Three ways in: `read` holds no transaction open, `relaxed` may lose its last moments in a power
cut (audit), `durable` may not (feedback).
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError

from cds_service.store.address import sqlite_file

_BUSY_MS = 5000
_POOL = {"pool_size": 12, "max_overflow": 4, "pool_timeout": 3, "hide_parameters": True}
_POSTGRESQL = {
    "connect_timeout": 2,
    "options": "-c statement_timeout=10000 -c lock_timeout=10000",
    "keepalives_idle": 10,
    "tcp_user_timeout": 5000,
    "application_name": "lupus-cds",
}


@dataclass(frozen=True, slots=True)
class Connections:
    """One pool, and the file behind it (None on PostgreSQL)."""

    read: Engine
    relaxed: Engine
    durable: Engine
    file: Path | None

    def still_there(self) -> bool:
        """Whether the database file is where it was; a file that was deleted still takes writes."""
        return self.file is None or self.file.exists()

    def close(self) -> None:
        """Close the pool."""
        self.read.dispose()


def connect(url: URL, create: bool = False) -> Connections:
    """Prepare connections; none is opened yet. A missing SQLite file is made only on request."""
    file = sqlite_file(url)
    if file is None:
        engine = create_engine(url, connect_args=_POSTGRESQL, **_POOL)
        relaxed = engine.execution_options(begin="SET LOCAL synchronous_commit TO off")
        read = engine.execution_options(isolation_level="AUTOCOMMIT")
        event.listen(engine, "begin", _begin)
        return Connections(read, relaxed, engine, None)
    engine = create_engine(url, creator=partial(_open_file, file, create), **_POOL)
    event.listen(engine, "connect", partial(_note_file, file))
    event.listen(engine, "checkout", partial(_same_file, file))
    event.listen(engine, "begin", _begin)
    return Connections(
        engine,
        engine.execution_options(begin="BEGIN IMMEDIATE", synchronous="NORMAL"),
        engine.execution_options(begin="BEGIN IMMEDIATE", synchronous="FULL"),
        file,
    )


def _open_file(file: Path, create: bool) -> sqlite3.Connection:
    where = f"file:{quote(str(file.absolute()))}?mode={'rwc' if create else 'rw'}"
    found = sqlite3.connect(
        where, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    try:
        found.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        found.execute("PRAGMA journal_mode = WAL")
        found.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        found.close()
        raise
    return found


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    # This pragma does nothing inside a transaction.
    if "synchronous" in options:
        connection.exec_driver_sql(f"PRAGMA synchronous = {options['synchronous']}")
    if "begin" in options:
        connection.exec_driver_sql(options["begin"])


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(file)  # noqa: PTH116 (half the cost of Path.stat, at every call)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _note_file(file: Path, _connection: Any, record: Any) -> None:  # noqa: ANN401 (SQLAlchemy's)
    record.info["file"] = _identity(file)


def _same_file(file: Path, _connection: Any, record: Any, _proxy: Any) -> None:  # noqa: ANN401
    if record.info.get("file") != _identity(file):
        raise DisconnectionError("the database file was moved or deleted")
