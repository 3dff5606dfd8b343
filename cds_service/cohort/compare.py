"""Two runs side by side: which patients gain or lose a card, and why."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from cds_service.cohort.errors import CohortError
from cds_service.cohort.findings import Silence
from cds_service.cohort.manifest import Identity, read_manifest
from cds_service.cohort.names import COMPARE, FINDINGS, QUIET, RESULTS
from cds_service.cohort.parts import whole_file


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a rule said in one run; `because` is the reason of a quiet one, where it is known."""

    verdict: str
    indicator: str = ""
    because: str = ""
    shadow: bool = False
    facts: dict[str, Any] = {}

    @property
    def shown(self) -> bool:
        """Whether it makes a card."""
        return self.verdict != "quiet" and not self.shadow


class Change(msgspec.Struct, frozen=True):
    """What became of one rule's card for one patient: `gained`, `lost` or `changed`."""

    patient: str
    rule: str
    change: str
    before: Said
    after: Said


class Counts(msgspec.Struct):
    """How many patients gain, lose or have another card of a rule."""

    gained: int = 0
    lost: int = 0
    changed: int = 0


class Comparison(msgspec.Struct):
    """All of `compare.json` but the changes themselves."""

    before: Identity
    after: Identity
    rules: dict[str, Counts]


class _Found(msgspec.Struct, frozen=True):
    patient: str
    rule: str
    verdict: str
    indicator: str
    facts: dict[str, Any]
    shadow: bool = False


_ROW = msgspec.json.Decoder(_Found)
_SILENCE = msgspec.json.Decoder(Silence)
_CHANGE = msgspec.json.Decoder(Change)
_QUIET = Said("quiet")
_Rules = dict[str, Said]


def compare(before: Path, after: Path) -> Comparison:
    """Compare two finished runs, and write `compare.json` into the later one's folder."""
    if before.resolve() == after.resolve():
        raise CohortError("--against must be the folder of another run than --out")
    found = Comparison(_identity(before), _identity(after), {})
    with whole_file(after / COMPARE) as file:
        file.write(b'{"changes":[\n')
        _write_changes(found, before, after, file)
        about = msgspec.json.encode(found)
        file.write(b"\n]," + about.removeprefix(b"{") + b"\n")
    return found


def changes_in(folder: Path) -> Iterator[Change]:
    """The changes of a `compare.json`, one by one."""
    with (folder / COMPARE).open("rb") as file:
        next(file)
        for line in file:
            if not line.startswith(b'{"patient"'):
                return
            yield _CHANGE.decode(line.rstrip(b",\n"))


def _write_changes(found: Comparison, before: Path, after: Path, file: BinaryIO) -> None:
    separator = b""
    for change in _changes(before, after):
        counts = found.rules.setdefault(change.rule, Counts())
        setattr(counts, change.change, getattr(counts, change.change) + 1)
        file.write(separator + msgspec.json.encode(change))
        separator = b",\n"
    found.rules = dict(sorted(found.rules.items()))


def _changes(before: Path, after: Path) -> Iterator[Change]:
    for patient, sides in _side_by_side(before, after):
        earlier, later = sides
        for rule in sorted({*earlier, *later}):
            then, now = earlier.get(rule, _QUIET), later.get(rule, _QUIET)
            kind = _kind(then, now)
            if kind:
                yield Change(patient, rule, kind, then, now)


def _kind(then: Said, now: Said) -> str:
    if then.shown != now.shown:
        return "gained" if now.shown else "lost"
    spoke, speaks = then.verdict != "quiet", now.verdict != "quiet"
    if spoke != speaks:
        # A rule in shadow shows no card, yet would: that is what it is watched for.
        return "gained" if speaks else "lost"
    return "changed" if (then.verdict, then.indicator) != (now.verdict, now.indicator) else ""


def _side_by_side(before: Path, after: Path) -> Iterator[tuple[str, tuple[_Rules, _Rules]]]:
    rows = heapq.merge(_rows(before, 0), _rows(after, 1), key=lambda row: row[0])
    for key, group in groupby(rows, key=lambda row: row[0]):
        sides: tuple[_Rules, _Rules] = ({}, {})
        for _, side, rules in group:
            sides[side].update(rules)
        yield key.decode().removesuffix("\t"), sides


def _rows(folder: Path, side: int) -> Iterator[tuple[bytes, int, _Rules]]:
    with (folder / FINDINGS).open("rb") as findings, (folder / QUIET).open("rb") as quiet:
        said = (
            (_key(row.patient), side, {row.rule: _said(row)}) for row in map(_ROW.decode, findings)
        )
        silent = (
            (
                _key(row.patient),
                side,
                {rule: Said("quiet", because=why) for rule, why in row.quiet.items()},
            )
            for row in map(_SILENCE.decode, quiet)
        )
        yield from heapq.merge(said, silent, key=lambda row: row[0])


def _key(patient: str) -> bytes:
    """What the files are sorted by."""
    return f"{patient}\t".encode()


def _said(row: _Found) -> Said:
    return Said(row.verdict, row.indicator, "", row.shadow, row.facts)


def _identity(folder: Path) -> Identity:
    manifest = read_manifest(folder)
    if manifest is None or not manifest.finished:
        raise CohortError(f"{folder} holds no finished run to compare with")
    missing = [name for name in RESULTS if not (folder / name).exists()]
    if missing:
        raise CohortError(f"{folder} lacks {', '.join(missing)}: run it again")
    return manifest.identity
