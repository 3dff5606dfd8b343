"""One gunicorn with one worker: start it, send calls, read the CPU time its worker used."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60

# One worker, with the worker class and options `lupus-cds serve` gives to gunicorn.
GUNICORN_OPTIONS = (
    "--workers=1",
    "--worker-class=gthread",
    "--threads=4",
    "--keep-alive=30",
    "--no-control-socket",
    "--log-level=warning",
)


class BenchmarkError(RuntimeError):
    """The benchmark could not be carried out; the numbers would mean nothing."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of calls: CPU milliseconds a request, and the wall time of each request."""

    cpu_ms: float
    wall_ms: tuple[float, ...]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class App:
    """A WSGI application under gunicorn, while the `with` block lasts."""

    name: str
    target: str
    environment: dict[str, str]
    log: Path
    port: int = field(default_factory=_free_port)
    _master: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it and wait until it listens."""
        command = [sys.executable, "-m", "gunicorn", *GUNICORN_OPTIONS]
        with self.log.open("wb") as log:
            self._master = subprocess.Popen(
                [*command, f"--bind=127.0.0.1:{self.port}", self.target],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_listening(self._master)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, and nothing else."""
        self._stop()

    def call_once(self, path: str, body: bytes) -> bytes:
        """Send one call and return the answer's body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            return self._send(connection, path, body)
        finally:
            connection.close()

    def round(self, path: str, body: bytes, requests: int) -> Round:
        """Send `requests` calls over one connection that is kept alive."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        worker = self._worker()
        self._send(connection, path, body)  # connecting is not part of the measure
        kept = connection.sock
        wall: list[float] = []
        before = cpu_seconds(worker)
        for _ in range(requests):
            started = time.perf_counter()
            self._send(connection, path, body)
            wall.append((time.perf_counter() - started) * 1000)
        used = cpu_seconds(worker) - before
        if connection.sock is not kept or self._worker() != worker:
            message = f"{self.name}: the connection or the worker did not last a whole round"
            raise BenchmarkError(message)
        connection.close()
        return Round(used * 1000 / requests, tuple(wall))

    def _send(self, connection: http.client.HTTPConnection, path: str, body: bytes) -> bytes:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != http.client.OK:
            message = (
                f"{self.name} answered {answer.status}: {content[:500]!r}\n{self._last_words()}"
            )
            raise BenchmarkError(message)
        return content

    def _worker(self) -> int:
        if self._master is None:
            message = f"{self.name} was not started"
            raise BenchmarkError(message)
        children = _children(self._master.pid)
        if len(children) != 1:
            message = f"{self.name}: expected one worker, found {children}"
            raise BenchmarkError(message)
        return children[0]

    def _wait_until_listening(self, master: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and master.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        message = f"{self.name} does not listen\n{self._last_words()}"
        raise BenchmarkError(message)

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]

    def _stop(self) -> None:
        if self._master is None:
            return
        self._master.terminate()
        try:
            self._master.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._master.kill()
            self._master.wait()


def cpu_seconds(pid: int) -> float:
    """Return user + system time of a process with all its threads.

    The CPU clock of the process is read where the system gives it: it is the sum of utime and
    stime in /proc/<pid>/stat before that is rounded to ticks of 10 ms, too coarse for short rounds.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)  # what clock_getcpuclockid(3) returns on Linux
    except OSError:
        utime, stime = _stat(pid)[11:13]
        return (int(utime) + int(stime)) / os.sysconf("SC_CLK_TCK")


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if int(_stat(int(entry.name))[1]) == parent:
                    found.append(int(entry.name))
            except OSError:  # it ended meanwhile
                continue
    return found


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/<pid>/stat after the command, which may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
