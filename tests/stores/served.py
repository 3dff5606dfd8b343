"""The real service with several workers, in a process group of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.toy_pack.calls import PACK

PATIENCE = 60.0
_PATIENT = f"""
import runpy
from cds_service.store import store

store._LOOK_UP_SECONDS = store._SETTLE_SECONDS = {PATIENCE}
runpy.run_module("cds_service", run_name="__main__")
"""


@dataclass(frozen=True)
class Served:
    """A running service."""

    base: str
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End all its processes at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@contextmanager
def served(
    database_url: str, folder: Path, workers: int = 3, *, patient: bool = False, **settings: str
) -> Iterator[Served]:
    """The service, while the block lasts.

    A `patient` one waits for its store however busy this machine is, where the product would
    rather show all its advice: what it remembers can then be judged exactly.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        "LUPUS_CDS_CONTENT": PACK,
        "LUPUS_CDS_PORT": str(port),
        "LUPUS_CDS_WORKERS": str(workers),
        "LUPUS_CDS_DATABASE_URL": database_url,
        "LUPUS_CDS_HASH_KEY": "an invented secret of the tests",
    } | settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUPUS_CDS_")}
    log = folder / f"service-{port}.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, *(["-c", _PATIENT] if patient else ["-m", "cds_service"]), "serve"],
            # What a killed service leaves behind goes with the folder of the test.
            env=kept | own | {"TMPDIR": str(folder)},
            stdout=written, stderr=written, start_new_session=True,
        )  # fmt: skip
    running = Served(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_for(running)
        yield running
    finally:
        running.kill()


def _wait_for(running: Served) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert running.process.poll() is None, running.log.read_text()
        with suppress(OSError):
            urllib.request.urlopen(f"{running.base}/healthz", timeout=5).close()
            return
        time.sleep(0.05)
    raise AssertionError(running.log.read_text())
