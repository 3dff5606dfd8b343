"""The memory of token ids: a token counts once, whichever worker meets it."""

from __future__ import annotations

from typing import Protocol

from cds_service.errors import LupusCdsError


class MemoryLostError(LupusCdsError):
    """The memory of used tokens cannot be asked: nobody can be let in safely."""

    def __init__(self) -> None:
        super().__init__("the service cannot check callers at present; try again later")


class ReplayMemory(Protocol):
    """Remembers token ids across workers and restarts."""

    def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
        """Note a token id until `expires_at` (seconds since 1970); False if it was noted before.

        Raises MemoryLostError when it cannot tell.
        """
