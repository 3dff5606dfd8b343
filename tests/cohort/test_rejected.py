"""What cannot be used is listed with its file and line, and never read as absence."""

import json
from pathlib import Path

import pytest

from cds_service.cohort.errors import CohortError
from tests.cohort.exports import Json, write_export
from tests.cohort.runs import cohort, findings, rejected, summary

BROKEN = (
    ("{broken", "not valid JSON"),
    ("[]", "not a JSON object"),
    ("{}", "no resourceType"),
    ('{"resourceType": "Observation", "id": "o"}', "no subject"),
    (
        '{"resourceType": "Observation", "subject": {"reference": "Patient/nobody"}}',
        "unknown patient",
    ),
    ('{"resourceType": "Patient"}', "without an id"),
    ('{"resourceType": "Observation", "subject": 5}', "no subject"),
    ("NaN", "not valid JSON"),
)


@pytest.mark.parametrize("cut", [4_000, 1_000_000])
def test_broken_lines_are_listed_and_change_nothing_else(
    tmp_path: Path, export: Path, charts: list[list[Json]], cut: int
) -> None:
    cohort(export, tmp_path / "clean")
    folder = write_export(tmp_path / "export", charts)
    file = folder / "Observation.ndjson"
    lines = file.read_text(encoding="utf-8").splitlines()
    expected = {}
    for number, (line, _) in enumerate(BROKEN):
        lines.insert(number * 7 + 3, line)
    file.write_text("\n".join(lines), encoding="utf-8")
    for number, (_, reason) in enumerate(BROKEN):
        expected[number * 7 + 4] = reason
    cohort(folder, tmp_path / "out", cut=cut)
    told = rejected(tmp_path / "out")
    assert {row["line"] for row in told} == set(expected)
    assert len(told) == len(expected) == summary(tmp_path / "out")["rejected"]
    for row in told:
        assert row["file"] == "Observation.ndjson"
        assert expected[row["line"]] in row["reason"]
    assert findings(tmp_path / "out") == findings(tmp_path / "clean")


def test_a_broken_line_of_a_known_patient_is_not_read_as_absence(tmp_path: Path) -> None:
    subject = {"reference": "Patient/p"}
    lupus = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "M32.9"}]}
    chart: list[Json] = [
        {"resourceType": "Patient", "id": "p", "birthDate": "1980-01-01"},
        {"resourceType": "Condition", "id": "c", "subject": subject, "code": lupus},
    ]
    folder = write_export(tmp_path / "export", [chart])
    cohort(folder, tmp_path / "before")
    whole = json.dumps(
        {"resourceType": "MedicationRequest", "subject": subject, "status": "active"}
    )
    (folder / "MedicationRequest.ndjson").write_text(whole[:-20] + "\n", encoding="utf-8")
    cohort(folder, tmp_path / "out")
    said = [
        row["verdict"]
        for out in ("before", "out")
        for row in findings(tmp_path / out)
        if row["rule"] == "hcq-missing"
    ]
    assert said == ["fires", "cannot-tell"]
    assert [row["line"] for row in rejected(tmp_path / "out")] == [1]


def test_a_patient_sent_twice_is_asked_once(tmp_path: Path, charts: list[list[Json]]) -> None:
    patient = charts[0][0]
    folder = write_export(tmp_path / "export", charts)
    with (folder / "Patient.ndjson").open("a", encoding="utf-8") as file:
        file.write(json.dumps(patient) + "\n")
    cohort(folder, tmp_path / "out")
    assert summary(tmp_path / "out")["patients"] == len(charts)
    assert [row["reason"] for row in rejected(tmp_path / "out")] == [
        "there is another Patient of this id"
    ]


def test_a_file_that_is_no_bundle_is_listed(tmp_path: Path) -> None:
    folder = tmp_path / "bundles"
    folder.mkdir()
    (folder / "a.json").write_text("{broken", encoding="utf-8")
    (folder / "b.json").write_text('{"resourceType": "Patient", "id": "p"}', encoding="utf-8")
    cohort(folder, tmp_path / "out")
    assert [(row["file"], row["line"]) for row in rejected(tmp_path / "out")] == [
        ("a.json", 1),
        ("b.json", 1),
    ]


@pytest.mark.parametrize("name", ["Patient.ndjson.gz", "notes.txt"])
def test_a_folder_without_anything_to_read_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / name).write_bytes(b"x")
    with pytest.raises(CohortError, match=r"unpack|neither"):
        cohort(folder, tmp_path / "out")
