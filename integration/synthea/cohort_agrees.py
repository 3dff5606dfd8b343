"""The same patients as a Bulk Data export: the cohort gives the verdicts of the hook."""

import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import orjson

from cds_service.evidence.templates import KEY_OF_TYPE
from integration.synthea.patients import Json


class Export:
    """NDJSON files, one a type, that patients are added to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        # A type without a file is one that was not sent; an empty file is an empty answer.
        for kind in KEY_OF_TYPE:
            (folder / f"{kind}.ndjson").touch()

    def add(self, resources: Iterable[Json]) -> None:
        """Add the resources of one patient."""
        by_type: dict[str, list[bytes]] = {}
        for resource in resources:
            by_type.setdefault(resource["resourceType"], []).append(orjson.dumps(resource) + b"\n")
        for kind, lines in by_type.items():
            with (self.folder / f"{kind}.ndjson").open("ab") as file:
                file.writelines(lines)


def disagreements(
    export: Export, out: Path, day: date, expected: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """What the cohort says otherwise than the hook; patient -> rule -> verdict is expected."""
    command = [sys.executable, "-m", "cds_service", "cohort", str(export.folder), "--out", str(out)]
    subprocess.run([*command, "--as-of", day.isoformat()], check=True, capture_output=True)
    summary = orjson.loads((out / "summary.json").read_bytes())
    complaints = []
    if summary["patients"] != len(expected) or summary["rejected"]:
        counts = f"{summary['patients']} patients, {summary['rejected']} lines rejected"
        complaints.append(f"the cohort has {counts}, the hook {len(expected)} patients")
    found: dict[str, dict[str, str]] = {}
    for line in (out / "findings.ndjson").read_bytes().splitlines():
        row = orjson.loads(line)
        patient = row["patient"].removeprefix("Patient/")
        found.setdefault(patient, {})[row["rule"]] = row["verdict"]
    for patient, rules in expected.items():
        if found.get(patient, {}) != rules:
            told = f"cohort {found.get(patient, {})}, hook {dict(rules)}"
            complaints.append(f"the cohort differs for {patient}: {told}")
    return complaints
