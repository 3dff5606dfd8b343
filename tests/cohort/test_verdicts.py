"""A cohort says of each patient what the hook says."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from cds_service.cli import main
from cds_service.evidence.templates import KEY_OF_TYPE
from tests.cohort.exports import TODAY, Json, request_of, write_bundles, write_export
from tests.cohort.runs import cohort, findings, rejected, summary


def said_by_evaluate(chart: list[Json], types: frozenset[str]) -> list[Json]:
    body = json.dumps(request_of(chart, types))
    arguments = ["evaluate", "-", "--explain", "--as-of", TODAY.isoformat()]
    answer = json.loads(CliRunner().invoke(main, arguments, input=body).stdout)
    patient = next(r["id"] for r in chart if r["resourceType"] == "Patient")
    return [
        {
            "patient": f"Patient/{patient}",
            **{key: row[key] for key in ("rule", "verdict", "facts")},
        }
        for row in answer["trace"]
        if row["verdict"] in {"fires", "cannot-tell"}
    ]


def bare(found: list[Json]) -> list[Json]:
    return [{k: v for k, v in row.items() if k not in {"indicator", "shadow"}} for row in found]


def in_order(found: list[Json]) -> list[Json]:
    return sorted(found, key=lambda row: (row["patient"], row["rule"]))


@pytest.mark.parametrize("lacking", [frozenset(), frozenset({"Observation", "Procedure"})])
def test_findings_are_those_of_evaluate_patient_by_patient(
    tmp_path: Path, charts: list[list[Json]], lacking: frozenset[str]
) -> None:
    types = frozenset(KEY_OF_TYPE) - lacking
    kept = [[r for r in chart if r["resourceType"] not in lacking] for chart in charts]
    folder = write_export(tmp_path / "export", kept)
    for kind in lacking:
        (folder / f"{kind}.ndjson").unlink()
    cohort(folder, tmp_path / "out")
    expected = [row for chart in kept for row in said_by_evaluate(chart, types)]
    assert len(expected) > 100
    assert bare(findings(tmp_path / "out")) == in_order(expected)


def test_a_type_without_any_file_leaves_rules_unable_to_tell(
    tmp_path: Path, charts: list[list[Json]]
) -> None:
    told = []
    for name, remove in (("empty", False), ("absent", True)):
        kept = [[r for r in chart if r["resourceType"] != "Observation"] for chart in charts]
        folder = write_export(tmp_path / name, kept)
        if remove:
            (folder / "Observation.ndjson").unlink()
        cohort(folder, tmp_path / f"out-{name}")
        told.append(summary(tmp_path / f"out-{name}")["rules"]["ln-screen-proteinuria"])
    assert told[0]["fires"] > 0
    assert told[0]["cannot-tell"] == 0
    assert told[1]["fires"] == 0
    assert told[1]["cannot-tell"] > 0


def test_the_summary_counts_the_findings_and_lists_every_rule_of_the_hook(
    tmp_path: Path, export: Path, charts: list[list[Json]]
) -> None:
    cohort(export, tmp_path / "out")
    counted = summary(tmp_path / "out")
    listed = json.loads(CliRunner().invoke(main, ["rules", "--json"]).stdout)
    assert set(counted["rules"]) == {
        r["id"] for r in listed if "patient-view" in r["hooks"] and r["status"] != "off"
    }
    assert counted["patients"] == len(charts)
    times = Counter((row["rule"], row["verdict"]) for row in findings(tmp_path / "out"))
    for rule, count in counted["rules"].items():
        fires, unsure = times[rule, "fires"], times[rule, "cannot-tell"]
        assert count == {"patients": fires + unsure, "fires": fires, "cannot-tell": unsure}


def test_a_folder_of_bundles_gives_the_findings_of_the_export(
    tmp_path: Path, export: Path, charts: list[list[Json]]
) -> None:
    cohort(export, tmp_path / "lines")
    empty = [{"resourceType": kind, "id": "x", "subject": {"reference": "Patient/nobody"}}
             for kind in KEY_OF_TYPE if kind != "Patient"]  # fmt: skip
    cohort(write_bundles(tmp_path / "bundles", [*charts, empty]), tmp_path / "out")
    assert findings(tmp_path / "out") == findings(tmp_path / "lines")
    assert {row["file"] for row in rejected(tmp_path / "out")} == {f"{len(charts):04}.json"}


def test_without_a_required_type_every_patient_is_listed_as_the_hook_would_refuse(
    tmp_path: Path, charts: list[list[Json]]
) -> None:
    folder = write_export(tmp_path / "export", charts)
    (folder / "Condition.ndjson").unlink()
    cohort(folder, tmp_path / "out")
    assert summary(tmp_path / "out")["patients"] == 0
    assert findings(tmp_path / "out") == []
    told = rejected(tmp_path / "out")
    assert len(told) == len(charts)
    assert {row["file"] for row in told} == {"Patient.ndjson"}
    assert all("conditions" in row["reason"] for row in told)


def test_a_medication_of_its_own_file_is_known_to_the_patients_who_refer_to_it(
    tmp_path: Path,
) -> None:
    lupus = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "M32.9"}]}
    drug = {"coding": [{"system": "http://www.whocc.no/atc", "code": "P01BA02"}]}
    charts: list[list[Json]] = []
    for number in range(30):
        subject = {"reference": f"Patient/p{number}"}
        charts.append([
            {"resourceType": "Patient", "id": f"p{number}", "birthDate": "1980-01-01"},
            {"resourceType": "Condition", "id": f"c{number}", "subject": subject, "code": lupus},
            {"resourceType": "MedicationRequest", "id": f"m{number}", "subject": subject,
             "status": "active", "intent": "order", "authoredOn": "2026-01-01",
             "medicationReference": {"reference": "Medication/hcq"}},
        ])  # fmt: skip
    charts[0].append({"resourceType": "Medication", "id": "hcq", "code": drug})
    for cut in (500, 1_000_000):
        out = tmp_path / f"out-{cut}"
        cohort(write_export(tmp_path / f"in-{cut}", charts), out, cut=cut)
        assert summary(out)["rules"]["hcq-missing"]["patients"] == 0
    (tmp_path / "in-500" / "Medication.ndjson").unlink()
    cohort(tmp_path / "in-500", tmp_path / "out")
    assert summary(tmp_path / "out")["rules"]["hcq-missing"]["patients"] == 30
