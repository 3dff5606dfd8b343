"""The real FHIR server, in a process of its own."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

START = Path(__file__).parent.parent / "server" / "start"


@dataclass(frozen=True)
class RealServer:
    """A running HAPI FHIR JPA server."""

    base: str
    pid: int

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Keep its connections open while it does nothing."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)


@contextmanager
def real_server() -> Iterator[RealServer]:
    """An empty server, while the block lasts."""
    started = subprocess.run([START], stdout=subprocess.PIPE, check=True, text=True)
    told = dict(line.split("=", 1) for line in started.stdout.splitlines())
    running = RealServer(told["FHIR_BASE"], int(told["FHIR_PID"]))
    try:
        yield running
    finally:
        running.kill()
