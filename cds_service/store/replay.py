"""Client tokens that were used: shared by all workers, kept until each token has expired."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from cds_service.store.connections import Connections
from cds_service.store.lost import loss_is_told, twice
from cds_service.store.schema import UsedToken

_SWEEP_EVERY = 60.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UsedTokens:
    """The used tokens of a store; `now` is the time in seconds since 1970."""

    def __init__(self, connections: Connections, now: Callable[[], float]) -> None:
        self._connections = connections
        self._now = now
        self._swept_at = time.monotonic()

    def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
        """Note a token until it expires; False if it was noted before. Raises StoreLostError."""
        token = hashlib.sha256(json.dumps([issuer, jti]).encode()).hexdigest()
        until = _EPOCH + timedelta(seconds=expires_at)

        def note() -> None:
            with self._connections.relaxed.begin() as connection:
                connection.execute(insert(UsedToken).values(token=token, expires_at=until))

        with loss_is_told():
            self._sweep()
            try:
                twice(note)
            except IntegrityError:
                return False
        return True

    def _sweep(self) -> None:
        """Forget what has expired, now and then: nobody can use it any more."""
        if time.monotonic() - self._swept_at < _SWEEP_EVERY:
            return
        self._swept_at = time.monotonic()
        expired = delete(UsedToken).where(
            UsedToken.expires_at < _EPOCH + timedelta(seconds=self._now())
        )
        with self._connections.relaxed.begin() as connection:
            connection.execute(expired)
