"""The memory of token ids: a token counts once, whichever worker meets it.

Advice must go on when the store is lost. Each worker then remembers on its own, so that a token
may count once in each worker until the store is back; nothing else of the check is relaxed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from cds_service.errors import StoreLostError

_MOST_IDS = 100_000
_log = logging.getLogger(__name__)


class ReplayMemory(Protocol):
    """Remembers token ids across workers and restarts."""

    def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
        """Note a token id until `expires_at` (seconds since 1970); False if it was noted before.

        Raises StoreLostError when it cannot tell.
        """


class SteadyReplayMemory:
    """The shared memory, and this worker's own while the shared one is lost."""

    def __init__(self, shared: ReplayMemory, now: Callable[[], float]) -> None:
        self._shared = shared
        self._now = now
        self._own: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
        """Note a token id; raises StoreLostError only when even this worker's memory is full."""
        with self._lock:
            if self._own.get((issuer, jti), 0.0) > self._now():
                return False
        try:
            return self._shared.remember(issuer, jti, expires_at)
        except StoreLostError:
            _log.error("the store is lost: token ids are remembered by this worker alone")
            return self._remember_here(issuer, jti, expires_at)

    def _remember_here(self, issuer: str, jti: str, expires_at: float) -> bool:
        now = self._now()
        with self._lock:
            if len(self._own) >= _MOST_IDS:
                self._own = {key: until for key, until in self._own.items() if until > now}
            if len(self._own) >= _MOST_IDS:
                raise StoreLostError("no room left to remember token ids")
            if self._own.get((issuer, jti), 0.0) > now:
                return False
            self._own[issuer, jti] = expires_at
            return True
