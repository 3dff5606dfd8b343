"""A whole run: group, ask, put together; an interrupted one goes on where it was."""

from __future__ import annotations

import fcntl
import heapq
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from cds_service.cohort.drugs import spread_drugs
from cds_service.cohort.engines import Engine
from cds_service.cohort.errors import CohortError
from cds_service.cohort.findings import Tally, read_tally
from cds_service.cohort.grouping import group
from cds_service.cohort.manifest import (
    Manifest,
    digest_of,
    identity_of,
    read_manifest,
    refuse_another,
    write_manifest,
)
from cds_service.cohort.names import ALL, FINDINGS, QUIET, REJECTED, RESULTS, SUMMARY, TALLY, WORK
from cds_service.cohort.parts import whole_file, write_whole
from cds_service.cohort.rejects import noted
from cds_service.cohort.shard import ask_shard
from cds_service.cohort.sources import Source, open_source
from cds_service.cohort.work import Grouped, Plan, conclude_grouping, read_grouped
from cds_service.engine.pack import Pack

MEGABYTE = 1024 * 1024
_AT_ONCE = 128
"""Files merged at once: fewer than a process may open."""

Watch = Callable[[str, int, Iterable[int]], Iterator[int]]
"""Shows progress: what is done, its bytes, the bytes done as they come."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to run, over what, into which folder."""

    folder: Path
    out: Path
    hook: str
    today: date
    content: str
    chunk_bytes: int = 16 * MEGABYTE
    shard_bytes: int = 16 * MEGABYTE
    fresh: bool = False


def run(job: Job, pack: Pack, engine: Engine, watch: Watch) -> Tally:
    """Run a job, or what is left of it; raises CohortError."""
    source = open_source(job.folder)
    if job.out.resolve() == job.folder.resolve():
        raise CohortError("--out must not be the input folder")
    job.out.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone_in(job.out):
        manifest = _manifest(job, source, pack.version)
        if manifest.finished and all((job.out / name).exists() for name in RESULTS):
            return read_tally(job.out / TALLY)
        tally = _work(job, manifest, source, pack, engine, watch)
        write_manifest(job.out, msgspec.structs.replace(manifest, finished=True))
        # What is left are copies of patients' records.
        shutil.rmtree(job.out / WORK)
        return tally


def _work(
    job: Job, manifest: Manifest, source: Source, pack: Pack, engine: Engine, watch: Watch
) -> Tally:
    plan = Plan(
        folder=job.out / WORK,
        source=source,
        hook=job.hook,
        today=job.today,
        content=job.content,
        version=pack.version,
        run=digest_of(manifest.identity),
        chunks=sum(1 for _ in source.chunks(manifest.chunk_bytes)),
        chunk_bytes=manifest.chunk_bytes,
        shards=manifest.shards,
        shard_bytes=manifest.shard_bytes,
    )
    plan.folder.mkdir(exist_ok=True, mode=0o700)
    _all(watch("group", source.size, engine.run(group, plan, range(plan.chunks))))
    grouped = read_grouped(plan) if plan.grouped.exists() else conclude_grouping(plan)
    if grouped.has_drugs:
        _all(engine.run(spread_drugs, plan, range(plan.shards)))
    _all(watch("ask", source.size, engine.run(ask_shard, plan, range(plan.shards))))
    return _put_together(job.out, plan, grouped, pack)


def _all(results: Iterable[int]) -> None:
    for _ in results:
        pass


def _manifest(job: Job, source: Source, version: str) -> Manifest:
    identity = identity_of(source, job.hook, job.today, version, job.content)
    earlier = None if job.fresh else read_manifest(job.out)
    if earlier is not None:
        refuse_another(job.out, earlier.identity, identity)
        return earlier
    shutil.rmtree(job.out / WORK, ignore_errors=True)
    for name in ALL:
        (job.out / name).unlink(missing_ok=True)
    shards = _groups(source.size, job.shard_bytes)
    manifest = Manifest(identity, job.chunk_bytes, job.shard_bytes, shards)
    write_manifest(job.out, manifest)
    return manifest


def _groups(size: int, wanted: int) -> int:
    """How many groups of patients make each of them about as large as wanted."""
    return max(1, -(-size // wanted))


@contextmanager
def _alone_in(out: Path) -> Iterator[None]:
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CohortError(f"another run is at work in {out}") from None
        yield


def _put_together(out: Path, plan: Plan, grouped: Grouped, pack: Pack) -> Tally:
    stems = [plan.shard(number) for number in range(plan.shards)]
    tally = Tally()
    for stem in stems:
        tally.add(read_tally(stem.with_suffix(".tally")))
    tally.unneeded.update(grouped.unneeded)
    tally.ignored = plan.source.ignored
    tally.rejected = _write_rejected(out / REJECTED, plan, grouped)
    _merge([stem.with_suffix(".findings") for stem in stems], out / FINDINGS, plan.folder)
    _merge([stem.with_suffix(".quiet") for stem in stems], out / QUIET, plan.folder)
    rules = (rule.id for rule in pack.for_hook(plan.hook))
    summary = msgspec.json.encode(tally.summary(rules))
    write_whole(out / SUMMARY, msgspec.json.format(summary, indent=2) + b"\n")
    write_whole(out / TALLY, msgspec.json.encode(tally, order="sorted"))
    return tally


def _write_rejected(into: Path, plan: Plan, grouped: Grouped) -> int:
    names = tuple(name for name, _, _ in plan.source.files)
    count = 0
    with whole_file(into) as file:
        for number in range(plan.chunks):
            before = grouped.first_line[number]
            for row in noted(plan.chunk(number).with_suffix(".rejected"), names, before):
                file.write(msgspec.json.encode(row) + b"\n")
                count += 1
        for number in range(plan.shards):
            for row in noted(plan.shard(number).with_suffix(".rejected"), names, {}):
                file.write(msgspec.json.encode(row) + b"\n")
                count += 1
    return count


def _merge(sorted_files: list[Path], into: Path, work: Path) -> None:
    """One sorted file of many, without ever opening too many of them."""
    level = 0
    while len(sorted_files) > _AT_ONCE:
        level += 1
        merged = []
        for first in range(0, len(sorted_files), _AT_ONCE):
            target = work / f"merge-{level}-{first}"
            _merge_few(sorted_files[first : first + _AT_ONCE], target, keep_key=True)
            merged.append(target)
        sorted_files = merged
    _merge_few(sorted_files, into, keep_key=False)


def _merge_few(sorted_files: list[Path], into: Path, *, keep_key: bool) -> None:
    with ExitStack() as stack:
        rows = heapq.merge(*(stack.enter_context(path.open("rb")) for path in sorted_files))
        file = stack.enter_context(whole_file(into))
        file.writelines(rows if keep_key else (row.split(b"\t", 2)[2] for row in rows))
