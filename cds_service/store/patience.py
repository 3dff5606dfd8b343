"""How long a call waits for the store: a lost network must not hold the threads that advise."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from typing import TypeVar

from cds_service.errors import StoreLostError

T = TypeVar("T")

THREADS = 8
_REST = 1.0
"""Seconds for which a store that is too slow again and again is not asked."""
_IN_A_ROW = 3


class Patience:
    """Runs work in threads of its own and gives up in time; threads start with the first call."""

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._rest_until = 0.0
        self._too_late = 0

    def within(self, seconds: float, work: Callable[[], T]) -> T:
        """The result of the work; raises StoreLostError when it takes longer."""
        if time.monotonic() < self._rest_until:
            raise StoreLostError("it did not answer in time a moment ago")
        future = self._pool().submit(work)
        try:
            result = future.result(seconds)
        except TooLateError:
            future.cancel()
            self._too_late += 1
            if self._too_late >= _IN_A_ROW:
                self._rest_until = time.monotonic() + _REST
            raise StoreLostError("it did not answer in time") from None
        self._too_late = 0
        return result

    def _pool(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(THREADS, "lupus-cds-store")
            return self._threads
