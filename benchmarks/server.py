"""A server while it is measured: start it, find its worker, stop it and nothing else."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.connection import PATIENCE_SECONDS, BenchmarkError, Connection
from benchmarks.process import children

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Service:
    """What is measured: its name, its command at a port, where it answers, how it is run."""

    name: str
    command: Callable[[int], list[str]]
    path: str
    forks: bool
    """Whether the process started is the master of one worker, not the worker itself."""
    environment: Callable[[int, Path], dict[str, str]]
    folder: Path = ROOT


def free_port() -> int:
    """Return a loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Server:
    """A service that listens, while the `with` block lasts; its files lie in `scratch`."""

    service: Service
    scratch: Path
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it and wait until it listens."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self.service.command(self.port),
                cwd=self.service.folder,
                env=self.service.environment(self.port, self.scratch),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_listening(self._process)
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

    def connect(self, body: bytes) -> Connection:
        """A connection that sends this body to the service."""
        return Connection(self.port, self.service.path, body)

    @property
    def processes(self) -> list[int]:
        """The process that was started, and those it started."""
        if self._process is None:
            raise BenchmarkError(f"{self.service.name} was not started")
        return [self._process.pid, *children(self._process.pid)]

    @property
    def worker(self) -> int:
        """The process that answers; raises BenchmarkError when it is not exactly one."""
        found = self.processes[1:] if self.service.forks else self.processes
        if len(found) != 1:
            raise BenchmarkError(f"{self.service.name}: expected one worker, found {found}")
        return found[0]

    @property
    def _log(self) -> Path:
        return self.scratch / f"{self.port}.log"

    def _wait_until_listening(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.002)
            else:
                return
        last_words = self._log.read_text(errors="replace")[-3000:]
        raise BenchmarkError(f"{self.service.name} does not listen\n{last_words}")

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
