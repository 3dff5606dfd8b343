"""Ways through the same files, each in a process of its own so that its memory is its own.

The question of the other two is one of the many rules: who has lupus and an active prednisone
order above 5 mg, and when was the latest proteinuria?
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.cohort_export import TODAY
from benchmarks.process import peak_megabytes

OURS_ALONE = "lupus-cds, all rules, 1 core"
OURS = "lupus-cds, all rules, all cores"
ORJSON = "plain orjson loop, 1 question"
DUCKDB_ALONE = "DuckDB, 1 question, 1 thread"
DUCKDB = "DuckDB, 1 question, all cores"
WAYS = (OURS_ALONE, OURS, ORJSON, DUCKDB_ALONE, DUCKDB)


def lupus_cds(folder: Path, workers: int, passes: dict[str, float]) -> int:
    """Ask all rules; returns the number of findings, and this process's CPU time of each pass."""
    from cds_service.cohort.engines import local  # noqa: PLC0415 (its memory is its own)
    from cds_service.cohort.run import Job, run  # noqa: PLC0415
    from cds_service.engine.pack import load_pack  # noqa: PLC0415

    def watch(what: str, _total: int, done: Iterable[int]) -> Iterator[int]:
        began = time.process_time()
        yield from done
        passes[what] = time.process_time() - began

    with tempfile.TemporaryDirectory(dir=folder.parent) as out, local(workers) as engine:
        job = Job(folder, Path(out), "patient-view", TODAY, "cards")
        tally = run(job, load_pack("cards"), engine, watch)
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


def main() -> None:
    """Go one way, and tell the answer, the memory and the seconds of its passes as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    cores = os.cpu_count() or 1
    passes: dict[str, float] = {}
    match asked.way:
        case way if way in {OURS_ALONE, OURS}:
            answer = lupus_cds(asked.folder, 1 if way == OURS_ALONE else cores, passes)
        case way if way == ORJSON:
            answer = plain_orjson(asked.folder)
        case way:
            answer = duckdb(asked.folder, 1 if way == DUCKDB_ALONE else cores)
    of_workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    megabytes = max(peak_megabytes(os.getpid()), of_workers)
    told = {"answer": answer, "megabytes": megabytes, "passes": passes}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
