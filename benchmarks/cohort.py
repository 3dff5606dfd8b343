"""A whole hospital: all our rules, beside one question asked by plain orjson and by DuckDB.

    make bench BENCH_ARGS=--cohort-only               5,000 patients
    make bench BENCH_ARGS="--cohort-only --full"      100,000 patients, about 2 GB

The files are the same, in the same run, the ways in turns.
"""

from __future__ import annotations

import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cohort_export import write_export
from benchmarks.cohort_ways import DUCKDB, DUCKDB_ALONE, ORJSON, OURS, OURS_ALONE, WAYS
from benchmarks.goals import Goal, table
from benchmarks.markdown import wrapped
from benchmarks.server import ROOT
from benchmarks.setting import in_words

REPORT = ROOT / "benchmarks" / "COHORT.md"


@dataclass(frozen=True, slots=True)
class Size:
    """How many patients, and how many rounds."""

    patients: int
    rounds: int
    command: str


BOUNDED = Size(5_000, 3, "make bench")
FULL = Size(100_000, 1, "make bench BENCH_ARGS=--full")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of one way and CPU seconds, medians; the memory of its largest process."""

    seconds: float
    cpu: float
    megabytes: float
    passes: dict[str, float]

    @classmethod
    def of(cls, rounds: list[Measured]) -> Measured:
        """Summarise the rounds of one way."""
        return cls(
            statistics.median(one.seconds for one in rounds),
            statistics.median(one.cpu for one in rounds),
            max(one.megabytes for one in rounds),
            {
                name: statistics.median(one.passes[name] for one in rounds)
                for name in rounds[0].passes
            },
        )


def compare(size: Size) -> str:
    """Generate, measure, write the section of this size into COHORT.md; returns it."""
    with tempfile.TemporaryDirectory(prefix="lupus-cds-bench-") as temporary:
        folder = Path(temporary) / "export"
        print(f"cohort: generating {size.patients:,} patients", file=sys.stderr)
        megabytes = write_export(folder, size.patients) / 1e6
        rounds: dict[str, list[Measured]] = {way: [] for way in WAYS}
        for number in range(size.rounds):
            for turn in range(len(WAYS)):
                way = WAYS[(number + turn) % len(WAYS)]
                print(f"cohort: round {number + 1} of {size.rounds}: {way}", file=sys.stderr)
                rounds[way].append(_measure(way, folder))
    found = {way: Measured.of(measured) for way, measured in rounds.items()}
    section = "\n\n".join(_section(size, megabytes, found))
    keep(section)
    return section


def _measure(way: str, folder: Path) -> Measured:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.cohort_ways", way, str(folder)],
        check=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(ended.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, cpu, told["megabytes"], told["passes"])


def _section(size: Size, megabytes: float, found: dict[str, Measured]) -> Iterator[str]:
    yield f"## {size.patients:,} patients, {megabytes:,.0f} MB"
    rounds = f"The median of {size.rounds} rounds." if size.rounds > 1 else "One round."
    yield wrapped(f"{in_words(size.command)} {rounds}")
    yield table(_goals(found))
    loop = found[ORJSON].cpu
    rows = [
        f"| {way} | {one.seconds:.1f} | {size.patients / one.seconds:,.0f} "
        f"| {1000 * one.cpu / size.patients:.3f} | {one.cpu / loop:.1f} | {one.megabytes:.0f} |"
        for way, one in found.items()
    ]
    head = "| | seconds | patients/s | CPU ms/patient | CPU x orjson loop | MB, largest process |"
    yield "\n".join([head, "| --- | ---: | ---: | ---: | ---: | ---: |", *rows])
    alone = found[OURS_ALONE]
    grouping, asking = alone.passes["group"], alone.passes["ask"]
    per_patient = 1000 / size.patients
    yield wrapped(
        f"Where the CPU time of one core goes, a patient: {grouping * per_patient:.3f} ms for "
        "reading every line, finding out whose it is and writing it to its group; "
        f"{asking * per_patient:.3f} ms for reading the groups and asking the rules; "
        f"{(alone.cpu - grouping - asking) * per_patient:.3f} ms for starting, merging and "
        "counting."
    )


def _goals(found: dict[str, Measured]) -> list[Goal]:
    per_core = found[ORJSON].cpu / found[OURS].cpu
    against_duckdb = found[DUCKDB].seconds / found[OURS].seconds
    largest = max(found[way].megabytes for way in (OURS, OURS_ALONE))
    alone = found[DUCKDB_ALONE].cpu / found[OURS_ALONE].cpu
    return [
        Goal("patients per CPU second, ours / orjson loop", per_core, 1.8, at_least=True),
        Goal("patients per second, ours / DuckDB", against_duckdb, 0.7, at_least=True),
        Goal("patients per CPU second, ours / DuckDB, 1 core", alone, 0.7, at_least=True),
        Goal("memory of the largest process", largest, 500, "MB"),
    ]


def keep(section: str) -> None:
    """Put the section in the place of the one of the same size."""
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    sections = {_patients(one): one.strip() for one in re.split(r"(?m)^(?=## )", text)[1:]}
    sections[_patients(section)] = section
    in_order = [sections[patients] for patients in sorted(sections)]
    REPORT.write_text("\n\n".join([_TITLE, *in_order]) + "\n", encoding="utf-8")


def _patients(section: str) -> int:
    return int(section.partition(" patients")[0].removeprefix("## ").replace(",", ""))


_TITLE = """\
# What a population costs

Ours asks every rule of patient-view; the other two answer one question: who has lupus and an active
prednisone order above 5 mg, and when was the latest proteinuria? The files are the same, in the
same run; the ways take turns, each in processes of its own."""
