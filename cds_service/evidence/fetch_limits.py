"""The bounds of the fetches of one call: time and bytes, shared by all of them."""

from __future__ import annotations

import threading
import time

MAX_PAGE_BYTES = 8 * 1024 * 1024
MAX_CALL_BYTES = 32 * 1024 * 1024
MAX_PAGES = 20
PAGE_SIZE = 200
"""Resources asked for on a page (`_count`); a server may give fewer."""


class Limits:
    """What is left of one call's budget; raises nothing, callers look."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._bytes = MAX_CALL_BYTES
        self._lock = threading.Lock()

    def seconds_left(self) -> float:
        """Time until the deadline, never negative."""
        return max(0.0, self._end - time.monotonic())

    def spend(self, size: int) -> bool:
        """Take bytes from what the whole call may read; False when they are used up."""
        with self._lock:
            self._bytes -= size
            return self._bytes >= 0
