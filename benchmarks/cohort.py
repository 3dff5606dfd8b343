"""How many patients a second: all rules, beside one question asked by plain orjson and by DuckDB.

    .venv/bin/python -m benchmarks.cohort                      2,000 patients, about 40 MB
    .venv/bin/python -m benchmarks.cohort --patients 100000    about 2 GB, needs 6 GB of disk

The question of the other two is one of the many rules: who has lupus and an active prednisone
order above 5 mg, and when was the latest proteinuria? The files are the same, in the same run;
each way runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.cohort_export import TODAY, write_export

RESULTS = Path(__file__).parent / "results"
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of one way, its CPU seconds, and the memory of its largest process."""

    way: str
    seconds: float
    cpu: float
    megabytes: float
    answer: int


def lupus_cds(folder: Path, workers: int) -> int:
    """Ask all rules; returns the number of findings."""
    from cds_service.cohort.engines import local  # noqa: PLC0415 (its memory is its own)
    from cds_service.cohort.run import Job, run  # noqa: PLC0415
    from cds_service.engine.pack import load_pack  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=folder.parent) as out, local(workers) as engine:
        job = Job(folder, Path(out), "patient-view", TODAY, "cards")
        tally = run(job, load_pack("cards"), engine, lambda _what, _total, done: iter(done))
    return tally.fires.total() + tally.cannot_tell.total()


def plain_orjson(folder: Path) -> int:
    """Parse every line and answer one question; returns the number of patients found."""
    import orjson  # noqa: PLC0415 (its memory is its own)

    lupus: set[str] = set()
    above: set[str] = set()
    latest: dict[str, str] = {}
    for file in sorted(folder.glob("*.ndjson")):
        with file.open("rb") as lines:
            for line in lines:
                read: dict[str, Any] = orjson.loads(line)
                kind = read["resourceType"]
                if kind == "Patient":
                    continue
                patient = read["subject"]["reference"]
                if kind == "Condition":
                    if any(c["code"].startswith("M32") for c in read["code"]["coding"]):
                        lupus.add(patient)
                elif kind == "MedicationRequest":
                    codes = [c["code"] for c in read["medicationCodeableConcept"]["coding"]]
                    dose = read["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"]
                    if read["status"] == "active" and "H02AB07" in codes and dose > 5:
                        above.add(patient)
                elif kind == "Observation" and read["code"]["coding"][0]["code"] == "2890-2":
                    latest[patient] = max(latest.get(patient, ""), read["effectiveDateTime"])
    return len(lupus & above & set(latest))


def duckdb(folder: Path, threads: int) -> int:
    """Answer the same question in SQL; returns the number of patients found."""
    import duckdb as engine  # noqa: PLC0415 (its memory is its own)

    connection = engine.connect(config={"threads": threads})
    read = "read_ndjson_objects('{}/{}*.ndjson')"
    tables = {
        kind: read.format(folder, kind) for kind in ("Condition", "Medication", "Observation")
    }
    found = connection.execute(
        f"""
        with lupus as (
            select distinct json->>'$.subject.reference' as patient from {tables["Condition"]}
            where json->>'$.code.coding[0].code' like 'M32%'
        ), above as (
            select distinct json->>'$.subject.reference' as patient from {tables["Medication"]}
            where json->>'$.status' = 'active'
              and json->>'$.medicationCodeableConcept.coding[0].code' = 'H02AB07'
              and (json->>'$.dosageInstruction[0].doseAndRate[0].doseQuantity.value')::double > 5
        ), latest as (
            select json->>'$.subject.reference' as patient,
                   max(json->>'$.effectiveDateTime') as day from {tables["Observation"]}
            where json->>'$.code.coding[0].code' = '2890-2' group by patient
        )
        select count(*) from lupus join above using (patient) join latest using (patient)
        """  # noqa: S608 (a folder of our own)
    ).fetchone()
    return int(found[0]) if found else 0


def _one(way: str, folder: Path, cores: int) -> int:
    match way:
        case "lupus-cds, 1 core":
            return lupus_cds(folder, 1)
        case "lupus-cds, all cores":
            return lupus_cds(folder, cores)
        case "plain orjson loop":
            return plain_orjson(folder)
        case "DuckDB, 1 thread":
            return duckdb(folder, 1)
        case _:
            return duckdb(folder, cores)


WAYS = (
    "lupus-cds, 1 core",
    "lupus-cds, all cores",
    "plain orjson loop",
    "DuckDB, 1 thread",
    "DuckDB, all cores",
)


def _measure(way: str, folder: Path) -> Measured:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.cohort", "--one", way, "--folder", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(ended.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(way, seconds, cpu, told["megabytes"], told["answer"])


def _table(patients: int, size: int, rounds: int, best: list[Measured]) -> str:
    orjson = next(one for one in best if "orjson" in one.way)
    lines = [
        (
            f"{patients} patients, {size / 1e6:.0f} MB, best of {rounds} rounds, "
            f"{datetime.now(UTC).date()}, Python {platform.python_version()}, "
            f"{os.cpu_count()} cores"
        ),
        "",
        "| way | seconds | patients/s | CPU ms/patient | CPU x orjson loop | MB a process |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.way} | {one.seconds:.2f} | {patients / one.seconds:.0f} "
        f"| {1000 * one.cpu / patients:.3f} | {one.cpu / orjson.cpu:.2f} "
        f"| {one.megabytes:.0f} |"
        for one in best
    ]
    return "\n".join(lines)


def main() -> None:
    """Generate, measure in alternating rounds, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--patients", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="An export that was generated before.")
    asked = parser.parse_args()
    if asked.one:
        answer = _one(asked.one, asked.folder, os.cpu_count() or 1)
        used = [
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        print(json.dumps({"answer": answer, "megabytes": max(used) / 1024}))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "export"
        print(f"generating {asked.patients} patients", file=sys.stderr)
        size = write_export(folder, asked.patients)
        rounds: dict[str, list[Measured]] = {way: [] for way in WAYS}
        for number in range(asked.rounds):
            for way in WAYS:
                print(f"round {number + 1}: {way}", file=sys.stderr)
                rounds[way].append(_measure(way, folder))
    best = [min(found, key=lambda one: one.cpu) for found in rounds.values()]
    table = _table(asked.patients, size, asked.rounds, best)
    print(table)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "cohort.md").write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
