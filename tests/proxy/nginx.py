"""An nginx of the test's own on loopback, with deploy/nginx.conf: only places are changed."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

DELIVERED = Path(__file__).parents[2] / "deploy/nginx.conf"
NOT_RUN = "NOT RUN: no nginx (apt-get install nginx-light, see .ci/nginx)"
HTTP2_BY_ITSELF = (1, 25, 1)
"""The first version in which HTTP/2 is not part of the `listen` line."""


def nginx_or_skip() -> str:
    """The program; without it the test is skipped loudly, or fails in CI."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None and os.environ.get("REQUIRE_NGINX"):
        pytest.fail(NOT_RUN)
    if found is None:
        pytest.skip(NOT_RUN)
    return found


@contextmanager
def proxy(program: str, folder: Path, port: int, certificate: Path, service: str) -> Iterator[Path]:
    """Run it in front of a service while the block lasts; its access log."""
    config, log = folder / "nginx.conf", folder / "nginx.log"
    config.write_text(_moved(program, folder, port, certificate, service))
    with log.open("wb") as written:
        running = subprocess.Popen(
            [program, "-p", str(folder), "-c", str(config), "-g", "daemon off;"],
            stdout=written, stderr=written,
        )  # fmt: skip
    try:
        _wait_for(running, port, log)
        yield log
    finally:
        running.terminate()
        running.wait(20)


def _moved(program: str, folder: Path, port: int, certificate: Path, service: str) -> str:
    text = DELIVERED.read_text(encoding="utf-8")
    for there, here in (
        ("/tmp/", f"{folder}/"),
        ("listen 8443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("http://service:8080", service),
        ("/etc/nginx/tls/fullchain.pem", str(certificate)),
        ("/etc/nginx/tls/privkey.pem", str(certificate)),
    ):
        assert there in text, f"{there} is no longer in {DELIVERED.name}"
        text = text.replace(there, here)
    if _version(program) < HTTP2_BY_ITSELF:
        text = text.replace(" ssl;", " ssl http2;").replace("http2 on;", "")
    # Started by root, its workers would be nobody, who may not enter the folder of the test.
    return f"user root;\n{text}" if os.geteuid() == 0 else text


def _version(program: str) -> tuple[int, ...]:
    told = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", told)
    assert found, told
    return tuple(map(int, found.groups()))


def _wait_for(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert running.poll() is None, log.read_text()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
