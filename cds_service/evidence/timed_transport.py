"""HTTP in which the deadline holds for every read, however slowly the bytes drip.

The timeout of `requests` starts anew with every byte received; a server that sends one now and
then would hold a thread for as long as it likes.
"""

from __future__ import annotations

import io
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPResponse
from typing import Any

from typing_extensions import override
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from cds_service.auth.trust import SystemTrust
from cds_service.evidence.fetch_limits import Limits

_limits: ContextVar[Limits | None] = ContextVar("limits", default=None)

# urllib3 names addresses in its warnings, and the addresses of searches name the patient.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """All reads of this thread end by the deadline of `limits`."""
    token = _limits.set(limits)
    try:
        yield
    finally:
        _limits.reset(token)


class _TimedReader(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any) -> int | None:
        limits = _limits.get()
        if limits is not None:
            left = limits.seconds_left()
            if left <= 0:
                raise TimeoutError
            self._sock.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        return count

    @override
    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(sock, *arguments, **named)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_TimedReader(raw, sock))


class _TimedConnection(HTTPConnection):
    response_class = _TimedResponse


class _TimedTlsConnection(HTTPSConnection):
    response_class = _TimedResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _TimedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TimedTlsConnection


class TimedAdapter(SystemTrust):
    """Keeps connections; trusts the certificate authorities of the system (`SSL_CERT_FILE`)."""

    @override
    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
