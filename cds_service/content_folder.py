"""Another copy of the guideline content: an earlier release, or one in which changes are tried."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from cds_service.errors import ContentError

_DATED = 2
"""Numbers of a content version that tell its date: year and month (2026.11.0)."""


def take_content_from(folder: Path, package: str) -> None:
    """Load the knowledge pack of this package name from a folder, in this process and its workers.

    The folder holds the package (`DIR/cards/`), as it was released or copied. Raises ContentError
    when it does not, or when the pack was loaded before.
    """
    if not (folder / package / "__init__.py").is_file():
        raise ContentError(
            f"{folder} holds no folder {package}/ with content: give the folder that it lies in"
        )
    if package in sys.modules:
        raise ContentError(f"the content {package} was loaded before: choose its folder first")
    place = str(folder.resolve())
    sys.path.insert(0, place)
    # Workers are processes of their own, and find it by this.
    further = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([place, further] if further else [place])


def later_than(version: str, day: date) -> bool:
    """Whether a content version is of a later month than a day; False when it bears no date."""
    parts = version.partition("+")[0].split(".")
    if len(parts) < _DATED or not all(part.isdecimal() for part in parts[:_DATED]):
        return False
    return (int(parts[0]), int(parts[1])) > (day.year, day.month)
