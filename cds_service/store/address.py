"""Where the store is: the setting `LUPUS_CDS_DATABASE_URL` as SQLAlchemy wants it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from cds_service.errors import SettingsError

_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_HINT = "use sqlite:////absolute/path.db or postgresql+psycopg://user:password@host/name"


def address(database_url: str) -> URL:
    """The address of the store; raises SettingsError, without the password, when it has none."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        # The text is not repeated: it may hold a password.
        raise SettingsError(f"LUPUS_CDS_DATABASE_URL is not a database URL: {_HINT}") from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise SettingsError(f"LUPUS_CDS_DATABASE_URL: {url.drivername} is not supported: {_HINT}")
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise SettingsError(
            f"LUPUS_CDS_DATABASE_URL={url} names no file, so nothing would last: {_HINT}"
        )
    return url


def sqlite_file(url: URL) -> Path | None:
    """The database file; None on PostgreSQL."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None
