"""A FHIR server on loopback that answers well unless told to misbehave for a resource type."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from typing_extensions import override

Json = dict[str, Any]
ROOT = "/fhir"


class Exchange(BaseHTTPRequestHandler):
    """One request; the server's table of misbehaviours decides what becomes of it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def do_GET(self) -> None:
        self.server.seen.append(Seen(self.path, dict(self.headers.items())))
        path = urlsplit(self.path).path.removeprefix(f"{ROOT}/")
        kind = path.partition("/")[0]
        try:
            self.server.misbehave.get(kind, well)(self)
        except OSError:
            self.close_connection = True

    @override
    def log_message(self, *_: Any) -> None:
        """Stay quiet."""

    def head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def reply(self, body: Json | bytes, status: int = 200, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {"Content_Type": "application/fhir+json", "Content_Length": str(len(data))}
        self.head(status, **{**named, **headers})
        self.wfile.write(data)

    def hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.close()

    def pause(self, seconds: float) -> None:
        self.server.over.wait(seconds)


Misbehaviour = Callable[[Exchange], None]


@dataclass
class Seen:
    """What reached the server."""

    path: str
    headers: dict[str, str]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.seen: list[Seen] = []
        self.misbehave: dict[str, Misbehaviour] = {}
        self.over = threading.Event()
        self._accepted: list[socket.socket] = []

    @override
    def get_request(self) -> tuple[socket.socket, Any]:
        accepted, address = super().get_request()
        self._accepted.append(accepted)
        return accepted, address

    @override
    def server_close(self) -> None:
        """Leave no connection alive: the next server may be given the same port."""
        super().server_close()
        for accepted in self._accepted:
            with suppress(OSError):
                accepted.shutdown(socket.SHUT_RDWR)

    @override
    def handle_error(self, *_: Any) -> None:
        """Clients that leave are expected here."""


@dataclass
class FhirServer:
    """A running server: its base, what it saw, what it does wrong."""

    base: str
    port: int
    seen: list[Seen] = field(repr=False)
    misbehave: dict[str, Misbehaviour] = field(repr=False)

    def asked(self, kind: str) -> list[Seen]:
        return [one for one in self.seen if one.path.startswith(f"{ROOT}/{kind}")]


@contextmanager
def fhir_server() -> Iterator[FhirServer]:
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    port = server.server_address[1]
    try:
        yield FhirServer(f"http://127.0.0.1:{port}{ROOT}", port, server.seen, server.misbehave)
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


def well(exchange: Exchange) -> None:
    """A patient p1 of whom nothing else is known."""
    if urlsplit(exchange.path).path.startswith(f"{ROOT}/Patient/"):
        exchange.reply(PATIENT)
    else:
        exchange.reply(page())


PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1990-01-01", "gender": "female"}


def page(*resources: Json, following: str = "", **members: Any) -> Json:
    """A searchset, with a link to the next page."""
    link = [{"relation": "next", "url": following}] if following else []
    entry = [{"resource": one, "search": {"mode": "match"}} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entry, "link": link, **members}
