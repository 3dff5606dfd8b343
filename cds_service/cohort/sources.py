"""The files of a cohort: a Bulk Data export, or a folder of one Bundle per patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cds_service.cohort.errors import CohortError
from cds_service.evidence.templates import KEY_OF_TYPE

_TYPE_IN_NAME = re.compile(r"(?:\d+[._-])?([A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of a file that begin at a byte from `begin` to before `end`."""

    file: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """An input folder: its data files in order of name, with size and time of change."""

    folder: Path
    bundles: bool
    files: tuple[tuple[str, int, int], ...]
    ignored: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for _, size, _ in self.files)

    def types_with_a_file(self) -> frozenset[str]:
        """The resource types that a file is named after, empty files included."""
        return frozenset() if self.bundles else frozenset(
            kind for name, _, _ in self.files if (kind := type_in_name(name)) in KEY_OF_TYPE
        )  # fmt: skip

    def chunks(self, size: int) -> Iterator[tuple[Piece, ...]]:
        """The whole input in portions of about `size` bytes; a Bundle is never cut."""
        portion: list[Piece] = []
        room = size
        for number, (_, length, _) in enumerate(self.files):
            begin = 0
            while begin < length:
                end = length if self.bundles else min(length, begin + room)
                portion.append(Piece(number, begin, end))
                room -= end - begin
                begin = end
                if room <= 0:
                    yield tuple(portion)
                    portion, room = [], size
        if portion:
            yield tuple(portion)


def open_source(folder: Path) -> Source:
    """Look into an input folder; raises CohortError when there is nothing to read."""
    if not folder.is_dir():
        raise CohortError(f"{folder} is not a folder: give the folder of the export or of Bundles")
    present = sorted(path for path in folder.iterdir() if path.is_file())
    packed = [path.name for path in present if path.name.endswith((".ndjson.gz", ".json.gz"))]
    if packed:
        raise CohortError(f"{folder} holds compressed files ({packed[0]}, ...): unpack them first")
    lines = [path for path in present if path.suffix == ".ndjson"]
    chosen = lines or [path for path in present if path.suffix == ".json"]
    if not chosen:
        raise CohortError(f"{folder} holds neither *.ndjson (Bulk Data) nor *.json (Bundles)")
    files = []
    for path in chosen:
        found = path.stat()
        files.append((path.name, found.st_size, found.st_mtime_ns))
    taken = set(chosen)
    return Source(
        folder, not lines, tuple(files), tuple(path.name for path in present if path not in taken)
    )


def type_in_name(name: str) -> str:
    """The resource type a file is named after (`Condition.000.ndjson`); empty when none."""
    found = _TYPE_IN_NAME.match(name)
    return found[1] if found else ""
