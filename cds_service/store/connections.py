"""Connections to the store: SQLite in WAL mode, or PostgreSQL.

Four ways in: `read` holds no transaction open, `snapshot` sees one moment, `relaxed` may lose its
last moments in a power cut (audit), `durable` may not (feedback).
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
from cds_service.store.patience import THREADS

_BUSY_MS = 5000
_READERS: dict[str, Any] = {"pool_size": 16, "max_overflow": 64, "pool_timeout": 1}
"""Enough for every thread of a worker: a look-up never waits for those who write."""
_WRITERS: dict[str, Any] = {"pool_size": 4, "max_overflow": 4, "pool_timeout": 5}
_POSTGRESQL = {
    "connect_timeout": 2,
    "options": "-c statement_timeout=10000 -c lock_timeout=10000",
    "keepalives_idle": 10,
    "tcp_user_timeout": 5000,
    "application_name": "lupus-cds",
}


@dataclass(frozen=True, slots=True)
class Connections:
    """Two pools, and the file behind it (None on PostgreSQL)."""

    read: Engine
    snapshot: Engine
    relaxed: Engine
    durable: Engine
    file: Path | None

    def still_there(self) -> bool:
        """Whether the database file is where it was; a file that was deleted still takes writes."""
        return self.file is None or self.file.exists()

    def close(self) -> None:
        """Close the pools."""
        self.read.dispose()
        self.durable.dispose()


def connect(url: URL, create: bool = False) -> Connections:
    """Prepare connections; none is opened yet. A missing SQLite file is made only on request."""
    file = sqlite_file(url)
    if file is None:
        pool = {"pool_size": THREADS, "max_overflow": 2, "pool_timeout": 5}
        reader, writer = (_engine(url, connect_args=_POSTGRESQL, **pool) for _ in range(2))
        relaxed = writer.execution_options(begin="SET LOCAL synchronous_commit TO off")
        read = reader.execution_options(isolation_level="AUTOCOMMIT")
        return Connections(read, reader, relaxed, writer, None)
    creator = partial(_open_file, file, create)
    reader, writer = (_engine(url, creator=creator, **pool) for pool in (_READERS, _WRITERS))
    for engine in (reader, writer):
        event.listen(engine, "connect", partial(_note_file, file))
        event.listen(engine, "checkout", partial(_same_file, file))
    return Connections(
        reader,
        reader.execution_options(begin="BEGIN"),
        writer.execution_options(begin="BEGIN IMMEDIATE", synchronous="NORMAL"),
        writer.execution_options(begin="BEGIN IMMEDIATE", synchronous="FULL"),
        file,
    )


def _engine(url: URL, **options: Any) -> Engine:
    # Parameters stay out of error messages: they may be what a clinician wrote.
    engine = create_engine(url, hide_parameters=True, **options)
    event.listen(engine, "begin", _begin)
    return engine


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
