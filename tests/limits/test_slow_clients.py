"""Slow clients block nobody: the real server, with one worker process."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.toy_pack.calls import PACK, call

SERVE = "from cds_service.cli import main; main(['serve'])"
IMPATIENT = f"from cds_service import slow_clients; slow_clients.READ_SECONDS = 1.0; {SERVE}"
VIEW = "/cds-services/lupus-patient-view"
BODY = json.dumps(call("patient-view")).encode()
HEAD = (
    f"POST {VIEW} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n\r\n"
).encode()


@contextmanager
def server(folder: Path, program: str = SERVE) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = {
        "LUPUS_CDS_CONTENT": PACK,
        "LUPUS_CDS_PORT": str(port),
        "LUPUS_CDS_WORKERS": "1",
        "LUPUS_CDS_DATABASE_URL": f"sqlite:///{folder / 'store.db'}",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUPUS_CDS_")}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=kept | own, stdout=subprocess.DEVNULL) as running:
        try:
            wait_for(port, running)
            yield port
        finally:
            running.terminate()
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                running.kill()
                raise


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert running.poll() is None, "the service did not start"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the service did not answer in 30 s")


def seconds_of_a_call(port: int) -> float:
    started = time.monotonic()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{VIEW}", BODY, headers)
    with urllib.request.urlopen(request, timeout=9) as answer:
        assert "cards" in json.load(answer)
    return time.monotonic() - started


def begin(port: int, sent: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=9)
    client.sendall(sent)
    return client


@pytest.mark.parametrize(
    "sent", [HEAD + BODY[:50], HEAD[:40], b""], ids=["body", "head", "nothing"]
)
def test_slow_clients_do_not_keep_others_waiting(tmp_path: Path, sent: bytes) -> None:
    with server(tmp_path) as port, ExitStack() as slow:
        for waiting in (1, 32):
            for _ in range(waiting):
                slow.enter_context(begin(port, sent))
            time.sleep(0.2)
            assert max(seconds_of_a_call(port) for _ in range(3)) < 1.0


@pytest.mark.parametrize("sent", [HEAD, HEAD[:40]], ids=["body", "head"])
def test_a_request_that_drips_is_given_up_at_its_deadline(tmp_path: Path, sent: bytes) -> None:
    with server(tmp_path, IMPATIENT) as port, begin(port, sent) as client:
        client.settimeout(0.2)
        started = time.monotonic()
        answer = b"still open"
        while answer == b"still open" and time.monotonic() - started < 8:
            try:
                client.sendall(b" ")
                answer = client.recv(1000)
            except TimeoutError:
                continue
            except OSError:
                answer = b""
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
        assert time.monotonic() - started < 5
