"""The work folder of a run: where everything lies, and what its tasks must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from cds_service.cohort.parts import Part, read_index, write_whole
from cds_service.cohort.sources import Piece, Source


@dataclass(frozen=True, slots=True)
class Plan:
    """What every task of a run shares; small, since it travels to each worker."""

    folder: Path
    source: Source
    hook: str
    today: date
    content: str
    version: str
    run: str
    """Tells one run from another in the same folder: workers of a cluster outlive runs."""
    chunks: int
    chunk_bytes: int
    shards: int
    shard_bytes: int

    def chunk(self, number: int) -> Path:
        """The stem of the part that holds one portion of the input."""
        return self.folder / f"chunk-{number:06}"

    def drugs(self, number: int) -> Path:
        """The stem of the part that holds one portion of the Medications patients share."""
        return self.folder / f"drugs-{number:06}"

    def shard(self, number: int) -> Path:
        """The stem of the files that hold the answers for one group of patients."""
        return self.folder / f"shard-{number:06}"

    def pieces(self, number: int) -> tuple[Piece, ...]:
        """The pieces of the input that one portion consists of."""
        return _pieces(self.source, self.chunk_bytes)[number]

    @property
    def grouped(self) -> Path:
        """The file that says what grouping found."""
        return self.folder / "grouped.json"


class Grouped(msgspec.Struct, frozen=True):
    """What grouping found in the whole input."""

    types: frozenset[str]
    """Resource types that were sent: a file is named after them, or a line is of them."""
    first_line: tuple[dict[int, int], ...]
    """For each chunk, the lines of each file before it."""
    has_drugs: bool
    unneeded: dict[str, int]


@lru_cache(maxsize=2)
def _pieces(source: Source, size: int) -> tuple[tuple[Piece, ...], ...]:
    return tuple(source.chunks(size))


def read_grouped(plan: Plan) -> Grouped:
    """What grouping found; read once in each process."""
    return _read_grouped(plan.grouped, plan.run)


@lru_cache(maxsize=2)
def _read_grouped(file: Path, _run: str) -> Grouped:
    return msgspec.json.decode(file.read_bytes(), type=Grouped)


def index_of(stem: Path) -> Part:
    """The index of a finished part."""
    found = read_index(stem)
    if found is None:
        raise FileNotFoundError(stem.with_suffix(".index"))
    return found


def conclude_grouping(plan: Plan) -> Grouped:
    """Add up what the parts say of themselves."""
    types = set(plan.source.types_with_a_file())
    before: list[dict[int, int]] = []
    seen: dict[int, int] = {}
    unneeded: dict[str, int] = {}
    has_drugs = False
    for number in range(plan.chunks):
        index = index_of(plan.chunk(number))
        before.append({file: seen.get(file, 0) for file in index.lines})
        for file, lines in index.lines.items():
            seen[file] = seen.get(file, 0) + lines
        for kind, count in index.unneeded.items():
            unneeded[kind] = unneeded.get(kind, 0) + count
        types |= index.types
        has_drugs = has_drugs or any(section >= plan.shards for section in index.sections)
    grouped = Grouped(frozenset(types), tuple(before), has_drugs, unneeded)
    write_whole(plan.grouped, msgspec.json.encode(grouped))
    return grouped
