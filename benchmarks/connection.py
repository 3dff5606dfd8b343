"""A kept-alive HTTP connection that costs the caller as little as possible."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import Self

PATIENCE_SECONDS = 60
_OK = b"HTTP/1.1 200 "
_END_OF_HEADERS = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"


class BenchmarkError(RuntimeError):
    """The benchmark could not be carried out; the numbers would mean nothing."""


class Connection:
    """Sends one POST again and again; raises BenchmarkError for anything but a 200."""

    def __init__(self, port: int, path: str, body: bytes) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._request = head.encode() + body

    def __enter__(self) -> Self:
        """Nothing more to do: it is connected."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        self._socket.close()

    def call(self) -> bytes:
        """Send the request and return the body of the answer."""
        self._socket.sendall(self._request)
        received = self._socket.recv(65536)
        while received and _END_OF_HEADERS not in received:
            received += self._more()
        if not received.startswith(_OK):
            raise BenchmarkError(f"answered {received[:300]!r}")
        head, _, content = received.partition(_END_OF_HEADERS)
        _, found, rest = head.lower().partition(_LENGTH)
        if not found:
            raise BenchmarkError(f"an answer without a length: {head!r}")
        length = int(rest.partition(b"\r\n")[0])
        while len(content) < length:
            content += self._more()
        return content

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise BenchmarkError("the connection was closed in the middle of an answer")
        return part
