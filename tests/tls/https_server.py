"""A server on loopback that speaks TLS, plays FHIR and gives a key set."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from typing_extensions import override

KEYS = "/keys.json"


@dataclass
class HttpsServer:
    """A running server, and which paths were asked for once TLS stood."""

    base: str
    asked: list[str] = field(default_factory=list)


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, *_: Any) -> None:
        """Clients that refuse the certificate are expected here."""


@contextmanager
def https_server(certificate: Path, keys: bytes) -> Iterator[HttpsServer]:
    """Listen on a free port with this certificate: `keys` at KEYS, empty searches elsewhere."""
    nothing = json.dumps({"resourceType": "Bundle", "type": "searchset"}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            body = keys if self.path == KEYS else nothing
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, *_: object) -> None:
            """Say nothing on the console."""

    server = _Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    # The handshake is left to the thread of the connection: one that fails holds up nobody.
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    state = HttpsServer(f"https://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
