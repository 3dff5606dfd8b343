"""The memory of token ids: a token counts once, whichever worker meets it."""

from __future__ import annotations

from typing import Protocol


class ReplayMemory(Protocol):
    """Remembers token ids across workers and restarts."""

    def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
        """Note a token id until `expires_at` (seconds since 1970); False if it was noted before.

        Raises StoreLostError when it cannot tell: then nobody can be let in safely.
        """
