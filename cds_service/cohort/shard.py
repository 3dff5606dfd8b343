"""Second pass: the patients of one group, one after the other, and what the rules say of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from cds_service.cohort.census import Census, load_census
from cds_service.cohort.chart import Asked, ask, prefetch_of
from cds_service.cohort.errors import CohortError
from cds_service.cohort.findings import Finding, Silence, Tally, finding_of, silence_of
from cds_service.cohort.grouping import group_of
from cds_service.cohort.lines import DAMAGED, MEDICATION
from cds_service.cohort.parts import section, whole_file, write_whole
from cds_service.cohort.records import Record, read_record
from cds_service.cohort.rejects import note
from cds_service.cohort.work import Grouped, Plan, index_of, read_grouped
from cds_service.engine.pack import Pack, load_pack
from cds_service.errors import MissingDataError
from cds_service.evidence.decode import Unreadable, decode_resource

_ENCODER = msgspec.json.Encoder(order="deterministic")
_NO_CHUNK = -1
"""Where copies of shared drugs come from: no portion of the input."""


class _Place(NamedTuple):
    """Where the lines of a group lie in one part: the portion, its stem, and place and length."""

    chunk: int
    stem: Path
    where: tuple[int, int]


def ask_shard(plan: Plan, number: int) -> int:
    """Ask the rules about one group, unless that is done already; returns its bytes."""
    stem = plan.shard(number)
    places = list(_places(plan, number))
    size = sum(place.where[1] for place in places if place.chunk != _NO_CHUNK)
    if stem.with_suffix(".tally").exists():
        return size
    splits = max(1, -(-size // plan.shard_bytes) if size > 2 * plan.shard_bytes else 1)
    with whole_file(stem.with_suffix(".rejected")) as rejected:
        asking = _Asking(plan, read_grouped(plan), _same_pack(plan), rejected)
        for split in range(splits):
            asking.about(_charts(plan, places, split, splits))
    write_whole(stem.with_suffix(".findings"), b"".join(sorted(asking.findings)))
    write_whole(stem.with_suffix(".quiet"), b"".join(sorted(asking.silences)))
    write_whole(stem.with_suffix(".tally"), msgspec.json.encode(asking.tally))
    return size


def _row(patient: str, rule: str, content: Finding | Silence) -> bytes:
    """A row that begins with what it is sorted by; a tab is smaller than any printable."""
    return b"%b\t%b\t%b\n" % (patient.encode(), rule.encode(), _ENCODER.encode(content))


def _same_pack(plan: Plan) -> Pack:
    """The pack of the run; a worker that was started with another must not answer."""
    pack = _pack(plan.content)
    if pack.version != plan.version:
        raise CohortError(
            f"a worker has the content {pack.version}, the run {plan.version}: "
            "start the workers again with the same installation"
        )
    return pack


@cache
def _pack(content: str) -> Pack:
    return load_pack(content)


@cache
def _census(content: str) -> Census:
    return load_census(content)


def _places(plan: Plan, number: int) -> Iterator[_Place]:
    for chunk in range(plan.chunks):
        stem = plan.chunk(chunk)
        where = index_of(stem).sections.get(number)
        if where:
            yield _Place(chunk, stem, where)
    if read_grouped(plan).has_drugs:
        for part in range(plan.shards):
            stem = plan.drugs(part)
            where = index_of(stem).sections.get(number)
            if where:
                yield _Place(_NO_CHUNK, stem, where)


def _charts(
    plan: Plan, places: list[_Place], split: int, splits: int
) -> dict[str, list[tuple[int, Record]]]:
    """The lines of each patient of a group, with the portion each came in."""
    charts: defaultdict[str, list[tuple[int, Record]]] = defaultdict(list)
    for place in places:
        for line in section(place.stem, place.where):
            if splits > 1:
                owner = line.partition(b"\t")[0]
                if group_of(owner, plan.shards * splits) // plan.shards != split:
                    continue
            found = read_record(line)
            charts[found.owner].append((place.chunk, found))
    return charts


class _Asking:
    """One group of patients while its rules are asked."""

    def __init__(self, plan: Plan, grouped: Grouped, pack: Pack, rejected: BinaryIO) -> None:
        self._plan = plan
        self._grouped = grouped
        self._pack = pack
        self._census = _census(plan.content)
        self._rejected = rejected
        self.tally = Tally()
        self.findings: list[bytes] = []
        self.silences: list[bytes] = []

    def about(self, charts: dict[str, list[tuple[int, Record]]]) -> None:
        """Keep what is said of each patient, in rows that begin with what they are sorted by."""
        while charts:
            patient, lines = charts.popitem()
            if not self._is_known(lines):
                continue
            prefetch = prefetch_of((line for _, line in lines), self._grouped.types)
            try:
                asked = ask(self._pack, self._plan.hook, self._plan.today, patient, prefetch)
            except MissingDataError as error:
                self._reject(lines, str(error), only="Patient")
                continue
            self._note_unreadable(lines, asked)
            self._count(asked)
            found = [f for o in asked.loud if (f := finding_of(patient, o))]
            self.findings += [_row(patient, one.rule, one) for one in found]
            if found:
                # Most patients of a hospital are of no concern: there is no need to say why.
                silence = silence_of(patient, asked.outcomes)
                self.silences.append(_row(patient, "", silence))

    def _is_known(self, lines: list[tuple[int, Record]]) -> bool:
        patients = [(line.raw, at) for at, (_, line) in enumerate(lines)
                    if line.kind == "Patient"]  # fmt: skip
        if not patients:
            self._reject(lines, "unknown patient: there is no Patient of this id")
            return False
        for _, at in sorted(patients)[1:]:
            self._reject([lines[at]], "there is another Patient of this id")
        return True

    def _reject(self, lines: list[tuple[int, Record]], reason: str, only: str = "") -> None:
        for chunk, line in lines:
            told_before = line.kind.endswith(DAMAGED) or line.kind == MEDICATION
            if told_before or (only and line.kind != only):
                continue
            before = self._grouped.first_line[chunk].get(line.file, 0)
            note(self._rejected, line.file, before + line.line, reason)

    def _note_unreadable(self, lines: list[tuple[int, Record]], asked: Asked) -> None:
        if not any(key.startswith("unreadable:") for key in asked.evidence.odd):
            return
        for chunk, line in lines:
            if isinstance(read := decode_resource(line.raw), Unreadable):
                self._reject([(chunk, line)], f"unreadable: {read.why}")

    def _count(self, asked: Asked) -> None:
        about = self._census.of(asked)
        self.tally.count(asked, about.lupus is True)
        for name, value in about.values.items():
            self.tally.numbers.setdefault(name, Counter())[value] += 1
