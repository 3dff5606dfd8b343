"""Running a cohort in a test, and reading what came out."""

import json
from pathlib import Path
from typing import Any

from cds_service.cohort.engines import Engine, InProcess
from cds_service.cohort.findings import Tally
from cds_service.cohort.run import Job, run
from cds_service.engine.pack import load_pack
from tests.cohort.exports import TODAY

Json = dict[str, Any]
PACK = load_pack("cards")
SMALL = 20_000
"""Bytes of a portion and of a group: so small that a few patients make many of them."""


def cohort(
    folder: Path, out: Path, engine: Engine | None = None, cut: int = SMALL, **job: Any
) -> Tally:
    wanted = {"hook": "patient-view", "today": TODAY, "content": "cards", **job}
    whole = Job(folder, out, chunk_bytes=cut, shard_bytes=cut, **wanted)
    return run(whole, PACK, engine or InProcess(), lambda _what, _total, done: iter(done))


def rows(file: Path) -> list[Json]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def findings(out: Path) -> list[Json]:
    return rows(out / "findings.ndjson")


def rejected(out: Path) -> list[Json]:
    return rows(out / "rejected.ndjson")


def summary(out: Path) -> Json:
    return json.loads((out / "summary.json").read_text(encoding="utf-8"))
