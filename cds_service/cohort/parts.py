"""Part files: what one task wrote, in sections, with an index that appears when all is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec


class Part(msgspec.Struct, frozen=True):
    """The index of a part: where each section lies, and what was met on the way."""

    sections: dict[int, tuple[int, int]]
    lines: dict[int, int]
    """Lines of each file (by number) that this part holds."""
    types: frozenset[str]
    unneeded: dict[str, int]


def write_part(stem: Path, sections: Mapping[int, list[bytes]], about: Part) -> None:
    """Write the sections, then the index: a part without an index does not count."""
    where: dict[int, tuple[int, int]] = {}
    offset = 0
    with whole_file(stem.with_suffix(".part")) as file:
        for number in sorted(sections):
            where[number] = (offset, file.write(b"".join(sections[number])))
            offset += where[number][1]
    write_whole(
        stem.with_suffix(".index"),
        msgspec.json.encode(msgspec.structs.replace(about, sections=where)),
    )


def read_index(stem: Path) -> Part | None:
    """The index of a part; None when the part was never finished."""
    try:
        return msgspec.json.decode(stem.with_suffix(".index").read_bytes(), type=Part)
    except FileNotFoundError:
        return None


def section(stem: Path, where: tuple[int, int]) -> list[bytes]:
    """The lines of one section (its place and length), without their line breaks."""
    with stem.with_suffix(".part").open("rb") as file:
        file.seek(where[0])
        return file.read(where[1]).split(b"\n")[:-1]


def write_whole(file: Path, content: bytes) -> None:
    """Write a file that is there in full or not at all, whatever stops the process."""
    with whole_file(file) as draft:
        draft.write(content)


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """A file to write to, that is there in full or not at all."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    with draft.open("wb") as written:
        yield written
    draft.replace(file)
