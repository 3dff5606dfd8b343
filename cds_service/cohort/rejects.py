"""Lines that could not be used: collected by each task, told once with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec


class Rejected(msgspec.Struct, frozen=True):
    """One line that could not be used; `line` counts from 1."""

    file: str
    line: int
    reason: str


class _Noted(msgspec.Struct, frozen=True, array_like=True):
    file: int
    line: int
    reason: str


_NOTED = msgspec.json.Decoder(_Noted)
_ENCODER = msgspec.json.Encoder()


def note(into: BinaryIO, file: int, line: int, reason: str) -> None:
    """Note a rejected line while its place in the whole file is not known yet."""
    into.write(_ENCODER.encode(_Noted(file, line, reason)) + b"\n")


def noted(
    path: Path, names: tuple[str, ...], lines_before: Mapping[int, int]
) -> Iterator[Rejected]:
    """The lines noted in a file, with their names and their places in the whole file."""
    with path.open("rb") as rows:
        for row in rows:
            found = _NOTED.decode(row)
            line = found.line + lines_before.get(found.file, 0)
            yield Rejected(names[found.file], line, found.reason)
