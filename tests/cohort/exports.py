"""Made-up populations as Bulk Data exports or folders of Bundles: samples and ordinary patients."""

import json
import random
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from cds_service import samples
from cds_service.evidence.templates import KEY_OF_TYPE
from tests.content.ordinary_patients import ordinary_request

Json = dict[str, Any]
TODAY = date(2026, 11, 20)
ORDINARY = 40


def chart_of_sample(name: str) -> list[Json]:
    return [entry["resource"] for entry in samples.chart(name, TODAY)["entry"]]


def ordinary_chart(seed: int) -> list[Json]:
    prefetch = ordinary_request(seed, "patient-view", TODAY)["prefetch"]
    found = [prefetch["patient"]]
    for value in prefetch.values():
        if value and "entry" in value:
            found += [entry["resource"] for entry in value["entry"]]
    return found


def population(ordinary: int = ORDINARY) -> list[list[Json]]:
    """Charts, one list of resources a patient, patients known to be different."""
    charts: dict[str, list[Json]] = {}
    for chart in [
        *map(chart_of_sample, samples.names()),
        *map(ordinary_chart, range(ordinary)),
    ]:
        patient = next(r for r in chart if r["resourceType"] == "Patient")
        charts.setdefault(patient["id"], chart)
    return list(charts.values())


def write_export(
    folder: Path, charts: list[list[Json]], shuffle: int | None = None, files: int = 1
) -> Path:
    """Write an export; with `shuffle`, lines come in any order; each type has `files` files."""
    folder.mkdir(parents=True)
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for chart in charts:
        for resource in chart:
            by_type[resource["resourceType"]].append(json.dumps(resource, ensure_ascii=False))
    for kind in KEY_OF_TYPE:
        by_type.setdefault(kind, [])
    for kind, lines in by_type.items():
        if shuffle is not None:
            random.Random(shuffle).shuffle(lines)
        for number in range(files):
            name = f"{kind}.{number:03}.ndjson" if files > 1 else f"{kind}.ndjson"
            part = lines[number::files]
            (folder / name).write_text("".join(f"{line}\n" for line in part), encoding="utf-8")
    return folder


def write_bundles(folder: Path, charts: list[list[Json]]) -> Path:
    """Write one Bundle a patient."""
    folder.mkdir(parents=True)
    for number, chart in enumerate(charts):
        entries = [{"resource": resource} for resource in chart]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        (folder / f"{number:04}.json").write_text(json.dumps(bundle, indent=1), encoding="utf-8")
    return folder


def request_of(chart: list[Json], types: frozenset[str]) -> Json:
    """The hook request of a client that sends the same: every type of `types`, empty or not."""
    patient = next(r for r in chart if r["resourceType"] == "Patient")
    prefetch: Json = {"patient": patient}
    for kind, key in KEY_OF_TYPE.items():
        if kind in types and kind != "Patient":
            entries = [{"resource": r} for r in chart if r["resourceType"] == kind]
            prefetch[key] = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    return {
        "hook": "patient-view",
        "hookInstance": "00000000-0000-4000-8000-000000000000",
        "context": {"userId": "Practitioner/x", "patientId": patient["id"]},
        "prefetch": prefetch,
    }
