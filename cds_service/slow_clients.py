"""A gunicorn worker in which a client that sends slowly holds one thread, and not for long."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gunicorn.workers.gthread import TConn

READ_SECONDS = 10.0
"""Time for the headers and the body of a request; then no more of it is read."""


class DeadlineWorker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """Threads as in gthread; reading a request ends at a deadline, however the bytes drip.

    Only the main loop of the worker runs these methods, so the table needs no lock.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadlines: dict[TConn, float] = {}

    def enqueue_req(self, conn: TConn) -> None:
        """A request begins: note by when it must have been read."""
        self._deadlines[conn] = time.monotonic() + READ_SECONDS
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """A request ends."""
        self._deadlines.pop(conn, None)
        super().finish_request(conn, fs)

    def notify(self) -> None:
        """Once a turn of the main loop: whatever is still being read too late is at its end."""
        super().notify()
        now = time.monotonic()
        for conn in [conn for conn, deadline in self._deadlines.items() if deadline < now]:
            # The answer of a request that was read in time can still be written.
            del self._deadlines[conn]
            with contextlib.suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RD)
