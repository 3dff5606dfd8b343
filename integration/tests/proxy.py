"""What stands before a hospital's FHIR server: it checks tokens, sets page sizes, and may fail."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from typing_extensions import override

_FORWARDED = ("Accept", "Accept-Encoding", "Cache-Control", "Host", "User-Agent")


@dataclass(frozen=True)
class Seen:
    """A request that reached the proxy, and what it was answered."""

    path: str
    headers: dict[str, str]
    status: int

    @property
    def token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")


@dataclass
class Proxy:
    """A running proxy. `token_of` says which token a patient's data need; None asks for none."""

    base: str
    upstream: str
    token_of: Callable[[str], str] | None = None
    page_size: int | None = None
    rewrite: Callable[[bytes], bytes] = field(default=lambda body: body, repr=False)
    answers_left: int | None = None
    when_over: Callable[[], None] = field(default=lambda: None, repr=False)
    seen: list[Seen] = field(default_factory=list, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def behave(self) -> None:
        """Forget all instructions and everything seen."""
        self.token_of = self.page_size = self.answers_left = None
        self.rewrite = lambda body: body
        self.when_over = lambda: None
        self.seen.clear()

    def asked(self, kind: str) -> list[Seen]:
        """Requests whose first answer page is of this resource type."""
        return [one for one in self.seen if re.match(rf"/fhir/{kind}\b", one.path)]

    def may_answer(self) -> bool:
        """Whether one more answer is allowed before the end; the first refusal brings the end."""
        with self._lock:
            if self.answers_left is None:
                return True
            self.answers_left -= 1
            if self.answers_left == -1:
                self.when_over()
            return self.answers_left >= 0


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def do_GET(self) -> None:
        proxy = self.server.proxy
        if not proxy.may_answer():
            self._hang_up()
            return
        status, body = self._answer(proxy)
        proxy.seen.append(Seen(self.path, dict(self.headers.items()), status))
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/fhir+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def _answer(self, proxy: Proxy) -> tuple[int, bytes]:
        if proxy.token_of and not self._authorized(proxy.token_of):
            return 401, b'{"resourceType": "OperationOutcome"}'
        path = self.path
        if proxy.page_size is not None:
            path = re.sub(r"\b_count=\d+", f"_count={proxy.page_size}", path)
        try:
            return _forwarded(proxy, path, dict(self.headers.items()))
        except OSError:
            return 502, b"{}"

    def _authorized(self, token_of: Callable[[str], str]) -> bool:
        said = self.headers.get("Authorization", "")
        if "_getpages=" in self.path:
            # A next page names no patient: any token that was given out will do.
            return said.startswith("Bearer ")
        found = re.search(r"(?:/fhir/Patient/|=(?:Patient/)?)([^/?&]+)", unquote(self.path))
        return found is not None and said == f"Bearer {token_of(found[1])}"

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    @override
    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def _forwarded(proxy: Proxy, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = HTTPConnection(urlsplit(proxy.upstream).netloc, timeout=60)
    try:
        # With our own Host, so that the links to next pages lead through here.
        kept = {name: headers[name] for name in _FORWARDED if name in headers}
        connection.request("GET", path, headers=kept)
        answer = connection.getresponse()
        return answer.status, proxy.rewrite(answer.read())
    finally:
        connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    proxy: Proxy

    @override
    def handle_error(self, *_: object) -> None:
        """Clients that leave are expected here."""


@contextmanager
def proxy_before(upstream: str) -> Iterator[Proxy]:
    """A proxy on loopback, while the block lasts."""
    server = _Server(("127.0.0.1", 0), _Exchange)
    path = urlsplit(upstream).path
    server.proxy = Proxy(f"http://127.0.0.1:{server.server_address[1]}{path}", upstream)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()
