"""First pass: the lines of one portion of the input, sorted into sections by patient."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from cds_service.cohort.lines import DAMAGED, MEDICATION, Drug, Owned, Refused, Unneeded, place
from cds_service.cohort.parts import Part, read_index, whole_file, write_part
from cds_service.cohort.records import record, reference_to_drug
from cds_service.cohort.rejects import note
from cds_service.cohort.sources import Piece, type_in_name
from cds_service.cohort.work import Plan
from cds_service.evidence.bundle import entries_of, read_answer
from cds_service.evidence.channel import State
from cds_service.evidence.templates import KEY_OF_TYPE

_LONGEST_LINE = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def group(plan: Plan, number: int) -> int:
    """Group one portion, unless that is done already; returns its bytes."""
    pieces = plan.pieces(number)
    stem = plan.chunk(number)
    if read_index(stem) is None:
        with whole_file(stem.with_suffix(".rejected")) as rejected:
            grouping = _Grouping(plan, rejected)
            for piece in pieces:
                grouping.add(piece)
        grouping.write(stem)
    return sum(piece.end - piece.begin for piece in pieces)


def group_of(key: bytes, groups: int) -> int:
    """The group of a patient or drug: the same in every process and in any order of the input."""
    return zlib.crc32(key) % groups


@dataclass(slots=True)
class _Grouping:
    """The sections of one portion while they grow."""

    plan: Plan
    rejected: BinaryIO
    sections: defaultdict[int, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    lines: Counter[int] = field(default_factory=Counter)
    types: set[str] = field(default_factory=set)
    unneeded: Counter[str] = field(default_factory=Counter)

    def add(self, piece: Piece) -> None:
        """Sort one piece of a file into the sections."""
        if self.plan.source.bundles:
            self._add_bundle(piece.file)
            return
        expected = type_in_name(self.plan.source.files[piece.file][0])
        for raw in _lines(self._path(piece.file), piece):
            self.lines[piece.file] += 1
            number = self.lines[piece.file]
            if raw is None:
                note(self.rejected, piece.file, number, "the line is too long")
                continue
            text = raw.strip()
            if text:
                self._sort_in(text, piece.file, number, "", expected)

    def write(self, stem: Path) -> None:
        """Write the part."""
        about = Part({}, dict(self.lines), frozenset(self.types), dict(self.unneeded))
        write_part(stem, self.sections, about)

    def _path(self, file: int) -> Path:
        return self.plan.source.folder / self.plan.source.files[file][0]

    def _sort_in(self, raw: bytes, file: int, line: int, patient: str, expected: str = "") -> None:
        match place(raw, patient, expected):
            case Owned(owner, kind, drug):
                self.types.add(kind)
                self._keep(owner, kind, file, line, raw)
                if drug and not self.plan.source.bundles:
                    self._keep_apart(drug, reference_to_drug(drug.encode(), owner.encode()))
            case Drug(drug):
                self._keep_apart(drug, record(drug.encode(), MEDICATION, file, line, raw))
            case Unneeded(kind):
                self.unneeded[kind] += 1
            case Refused(reason, owner, kind):
                note(self.rejected, file, line, reason)
                if owner:
                    self.types.add(kind)
                    self._keep(owner, kind + DAMAGED, file, line, b"{}")

    def _keep(self, patient: str, kind: str, file: int, line: int, raw: bytes) -> None:
        owner = patient.encode()
        kept = record(owner, kind, file, line, raw)
        self.sections[group_of(owner, self.plan.shards)].append(kept)

    def _keep_apart(self, drug: str, line: bytes) -> None:
        shards = self.plan.shards
        self.sections[shards + group_of(drug.encode(), shards)].append(line)

    def _add_bundle(self, file: int) -> None:
        self.lines[file] = 1
        text = self._path(file).read_bytes().removeprefix(_BOM).strip()
        entries = list(entries_of(msgspec.Raw(text)))
        whole = read_answer(text)
        if not entries:
            reason = whole.why or "not a Bundle with entries"
            note(self.rejected, file, 1, reason)
            return
        placed = [place(_compact(raw)) for raw, _ in entries]
        patients = {p.patient for p in placed if isinstance(p, Owned) and p.kind == "Patient"}
        patient = next(iter(patients)) if len(patients) == 1 else ""
        for position, (raw, full_url) in enumerate(entries, 1):
            resource = _compact(raw)
            if isinstance(placed[position - 1], Drug) and patient:
                entry = {"fullUrl": full_url, "resource": msgspec.Raw(resource)}
                kept = msgspec.json.encode(entry)
                self._keep(patient, MEDICATION, file, 1, kept)
            else:
                self._sort_in(resource, file, 1, patient)
        if whole.state > State.DATA and not whole.unreadable and patient:
            note(self.rejected, file, 1, f"the Bundle is not complete: {whole.why}")
            for kind in KEY_OF_TYPE:
                if kind != "Patient":
                    self._keep(patient, kind + DAMAGED, file, 1, b"{}")


def _compact(raw: bytes) -> bytes:
    """The same JSON on one line, as far as it can be read."""
    try:
        return msgspec.json.format(raw, indent=-1)
    except msgspec.DecodeError:
        return b" ".join(raw.split())


def _lines(path: Path, piece: Piece) -> Iterator[bytes | None]:
    """The lines that begin in a piece; None for one that is too long to be a resource."""
    with path.open("rb") as file:
        position = piece.begin
        if position:
            file.seek(position - 1)
            position += _skip_line(file) - 1
        if position >= piece.end:
            return
        # At once: lines asked for one by one cost more than to find out whose they are.
        block = file.read(piece.end - position)
        if not block.endswith(b"\n"):
            block += file.readline(_LONGEST_LINE)
    lines = block.split(b"\n")
    if not lines[-1]:
        lines.pop()
    if position == 0 and lines:
        lines[0] = lines[0].removeprefix(_BOM)
    for line in lines:
        yield line if len(line) < _LONGEST_LINE else None


def _skip_line(file: BinaryIO) -> int:
    """Go to the next line; returns the bytes passed over."""
    passed = 0
    for part in iter(partial(file.readline, _LONGEST_LINE), b""):
        passed += len(part)
        if part.endswith(b"\n"):
            break
    return passed
