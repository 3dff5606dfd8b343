"""Call records on their way to the figures and the store, off the request path.

A bounded queue and one thread a worker. When the store is away, records wait; when too many wait,
new ones are dropped and counted. Advice never notices.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence

from cds_service.errors import StoreLostError
from cds_service.watch import metrics
from cds_service.watch.call_record import CallRecord
from cds_service.watch.counting import count_calls

_log = logging.getLogger(__name__)

MOST_WAITING = 5000
_LINGER = 0.1
"""Seconds to wait for company: many calls in one transaction cost little more than one."""
_AT_ONCE = 200
_RETRY = 1.0
_IDLE = 60.0
_DAY = 24 * 3600.0
_FIRST_PRUNE = 600.0

Write = Callable[[Sequence[CallRecord]], None]


class Recorder:
    """Writes call records with `write`, and calls `tidy` once a day; starts with the first one."""

    def __init__(self, write: Write, tidy: Callable[[], None]) -> None:
        self._write = write
        self._tidy = tidy
        self._queue: queue.Queue[CallRecord | None] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._waiting: list[CallRecord] = []
        self._lost = False

    def put(self, record: CallRecord) -> None:
        """Hand over a record; returns at once, whatever the state of the store."""
        if self._thread is None:
            self._start()
        try:
            self._queue.put_nowait(record)
        except queue.Full:
            metrics.AUDIT_DROPPED.inc()

    def close(self, seconds: float) -> None:
        """Write what is left, for at most so long."""
        self._stop.set()
        if self._thread is not None:
            with contextlib.suppress(queue.Full):
                self._queue.put_nowait(None)  # wakes it
            self._thread.join(seconds)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        tidy_at = time.monotonic() + _FIRST_PRUNE
        retry_at = 0.0
        while not (self._stop.is_set() and self._queue.empty()):
            try:
                self._take()
                if self._waiting and (time.monotonic() >= retry_at or self._stop.is_set()):
                    retry_at = time.monotonic() + (0.0 if self._written() else _RETRY)
                if time.monotonic() >= tidy_at:
                    tidy_at = time.monotonic() + _DAY
                    self._tidy()
            except StoreLostError:
                metrics.STORE_LOST.labels("prune").inc()
            except Exception as error:  # noqa: BLE001 (a bad record must not end the audit)
                _log.error("the audit failed: %s", type(error).__name__)
                metrics.AUDIT_DROPPED.inc(len(self._waiting))
                self._waiting.clear()
        if self._waiting:
            self._written()

    def _take(self) -> None:
        """Move records from the queue to those waiting, counting them."""
        taken: list[CallRecord] = []
        with contextlib.suppress(queue.Empty):
            record = self._queue.get(timeout=_RETRY if self._waiting else _IDLE)
            self._stop.wait(_LINGER)
            while True:
                if record is not None:
                    taken.append(record)
                if len(taken) == _AT_ONCE:
                    break
                record = self._queue.get_nowait()
        count_calls(taken)
        room = MOST_WAITING - len(self._waiting)
        self._waiting += taken[:room]
        if len(taken) > room:
            metrics.AUDIT_DROPPED.inc(len(taken) - room)

    def _written(self) -> bool:
        """Write those waiting; False if the store is away."""
        while self._waiting:
            batch = self._waiting[:_AT_ONCE]
            try:
                self._write(batch)
            except StoreLostError as lost:
                metrics.STORE_LOST.labels("audit").inc()
                if not self._lost:
                    _log.warning("the audit waits: %s", lost)
                self._lost = True
                return False
            self._lost = False
            metrics.AUDITED.inc(len(batch))
            del self._waiting[: len(batch)]
        return True
