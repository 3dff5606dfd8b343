"""Install the peers, each in an environment of its own under build/bench; say so when one fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.server import ROOT

ENVIRONMENTS = ROOT / "build" / "bench"
HEALTHCHAIN = "healthchain==0.16.1"
EXPRESS = "express@5.1.0"
PATIENCE_SECONDS = 600

Command = list[str | Path]


def healthchain() -> Path | None:
    """The Python that has HealthChain; None when it cannot be installed."""
    home = ENVIRONMENTS / HEALTHCHAIN
    python = home / "bin" / "python"
    if _is_whole(home):
        return python
    venv.create(home, clear=True, with_pip=True)
    pip: Command = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    return python if _install(home, [*pip, HEALTHCHAIN]) else None


def express() -> Path | None:
    """The folder of Express and what it needs; None without Node, or when it cannot be got."""
    home = ENVIRONMENTS / EXPRESS
    if _is_whole(home):
        return home / "node_modules"
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        not_counted("Node's constant card", "there is no node, or no npm")
        return None
    home.mkdir(parents=True, exist_ok=True)
    command: Command = [
        npm,
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--prefix",
        home,
        EXPRESS,
    ]
    return home / "node_modules" if _install(home, command) else None


def not_counted(peer: str, why: str) -> None:
    """Say loudly that a peer is missing from the comparison."""
    print(f"!!! NOT COUNTED: {peer}: {why}", file=sys.stderr)


def _is_whole(home: Path) -> bool:
    return (home / ".installed").exists()


def _install(home: Path, command: Command) -> bool:
    print(f"installing {home.name} under {ENVIRONMENTS.relative_to(ROOT)}", file=sys.stderr)
    try:
        ended = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        not_counted(home.name, f"not installed within {PATIENCE_SECONDS} s")
        return False
    if ended.returncode:
        not_counted(home.name, f"cannot be installed: {ended.stderr.strip()[-300:]}")
        return False
    (home / ".installed").touch()
    return True
