"""The bounds of the fetches of one call: time and bytes, shared by all of them."""

from __future__ import annotations

import threading
import time

MAX_PAGE_BYTES = 8 * 1024 * 1024
MAX_CALL_BYTES = 32 * 1024 * 1024
MAX_PAGES = 20
MAX_DRUGS = 64
"""Medications read one by one for a call, of those that orders only refer to."""
PAGE_SIZE = 200
"""Resources asked for on a page (`_count`); a server may give fewer."""


class Limits:
    """What is left of one call's budget; raises nothing, callers look."""

    def __init__(self, seconds: float) -> None:
        self._began = time.monotonic()
        self._end = self._began + seconds
        self._bytes = MAX_CALL_BYTES
        self._lock = threading.Lock()

    def seconds_left(self) -> float:
        """Time until the deadline, never negative."""
        return max(0.0, self._end - time.monotonic())

    def seconds_spent(self) -> float:
        """Time since the beginning."""
        return time.monotonic() - self._began

    def spend(self, size: int) -> bool:
        """Take bytes from what the whole call may read; False when they are used up."""
        with self._lock:
            self._bytes -= size
            return self._bytes >= 0
