"""When and on what was measured: in words that name no machine."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

_LOAD = os.getloadavg()[0]
"""How busy the machine was before the benchmark began."""
_PACKAGES = ("flask", "gunicorn", "msgspec", "fhir.resources")


def today() -> str:
    """The day of the measurement."""
    return datetime.now(UTC).date().isoformat()


def in_words(command: str) -> str:
    """Date, command and class of machine, in one sentence."""
    named = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"Measured on {today()} with `{command}`: Python "
        f"{platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores of a shared virtual machine (load average {_LOAD:.1f} "
        f"before we began); {named}."
    )
