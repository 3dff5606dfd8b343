"""Token ids that were used: kept as hashes until the tokens have expired."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from cds_service.store.feedback import insert_once
from cds_service.store.schema import UsedToken


def remember(connection: Connection, token: str, expires_at: float) -> bool:
    """Note a token until `expires_at` (seconds since 1970); False if it was there."""
    until = datetime.fromtimestamp(expires_at, UTC)
    statement = insert_once(UsedToken, connection).returning(UsedToken.token)
    done = connection.execute(statement, {"token": token, "expires_at": until})
    return done.first() is not None
