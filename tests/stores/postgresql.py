"""A real PostgreSQL server of our own: on loopback, with its data in a folder that goes away."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

NOT_RUN = "NOT RUN: no PostgreSQL server (apt-get install postgresql, see .ci/postgresql)"
ACCOUNT = "postgres"


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        return int((self.folder / "postmaster.pid").read_text().splitlines()[0])

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"lupus_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str) -> None:
        """Do something as the administrator."""
        admin = f"postgresql://{ACCOUNT}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(statement.encode())


def programs_or_skip() -> Path:
    """The programs of the server; without them the test is skipped loudly, or fails in CI."""
    found = binaries()
    if found is None and os.environ.get("REQUIRE_POSTGRESQL"):
        pytest.fail(NOT_RUN)
    if found is None:
        pytest.skip(NOT_RUN)
    return found


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the newest version installed."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3])
    )
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """A server, while the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="lupus-cds-pg-", ignore_cleanup_errors=True) as folder:
        as_owner = _unprivileged(folder)
        data = Path(folder) / "data"
        _run(
            [*as_owner, programs / "initdb", "-D", data, "-U", ACCOUNT, "-A", "trust",
             "-E", "UTF8", "--locale=C", "--no-sync"]
        )  # fmt: skip
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -k {folder}"
        _run([*as_owner, programs / "pg_ctl", "-D", data, "-l", Path(folder) / "log",
              "-w", "-t", "60", "-o", options, "start"])  # fmt: skip
        server = Server(port, data)
        pid = server.pid
        try:
            yield server
        finally:
            _stop(pid, port)


def _unprivileged(folder: str) -> list[str]:
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, ACCOUNT, ACCOUNT)
    return ["runuser", "-u", ACCOUNT, "--"]


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def _stop(pid: int, port: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGQUIT)  # at once: nobody needs these data again
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
