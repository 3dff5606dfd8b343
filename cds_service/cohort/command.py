"""The command `cohort`: run, compare, report, and say in a few lines what came out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cds_service.cohort.compare import compare
from cds_service.cohort.dask_engine import dask
from cds_service.cohort.engines import Engine, local
from cds_service.cohort.errors import CohortError
from cds_service.cohort.manifest import read_manifest
from cds_service.cohort.names import SECRET
from cds_service.cohort.progress import show_progress
from cds_service.cohort.report import write_report
from cds_service.cohort.run import Job, run
from cds_service.engine.pack import Pack
from cds_service.settings import Settings
from cds_service.store.secret import secret_in


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of the command."""

    folder: Path
    out: Path
    hook: str
    today: date
    engine: str
    workers: int | None
    scheduler: str | None
    against: Path | None
    fresh: bool
    language: str


def run_cohort(asked: Asked, settings: Settings, pack: Pack) -> Iterator[str]:
    """Run, and yield what to tell; raises CohortError."""
    job = Job(
        folder=asked.folder.resolve(),
        out=asked.out.resolve(),
        hook=asked.hook,
        today=asked.today,
        content=settings.content,
        fresh=asked.fresh,
    )
    with _engine(asked) as engine:
        tally = run(job, pack, engine, show_progress)
    manifest = read_manifest(job.out)
    if manifest is None:
        raise CohortError(f"{job.out} was changed while the run went on")
    comparison = compare(asked.against.resolve(), job.out) if asked.against else None
    secret = settings.hash_key.encode() or secret_in(job.out / SECRET)
    write_report(job.out, manifest, pack, job.content, secret, asked.language, comparison)
    yield f"{tally.patients} patients, {tally.rejected} lines rejected: {asked.out}"
    if not tally.patients:
        yield "no patient could be asked about: see rejected.ndjson"
    for rule, times in sorted(tally.failed.items()):
        yield f"the rule {rule} failed in {times} patients: see the log above"


def _engine(asked: Asked) -> AbstractContextManager[Engine]:
    workers = asked.workers or os.cpu_count() or 1
    if asked.engine == "dask":
        return dask(asked.scheduler, workers)
    return local(workers)
