"""A Bundle that is one page of more, or tells of an error, is never read as the whole record."""

import json
from pathlib import Path

import pytest

from tests.cohort.exports import Json
from tests.cohort.runs import cohort, findings, rejected, summary

PATIENT = {"resourceType": "Patient", "id": "p", "birthDate": "1980-01-01", "gender": "female"}
LUPUS = {
    "resourceType": "Condition",
    "id": "c",
    "subject": {"reference": "Patient/p"},
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "M32.9"}]},
}
ORDER = {
    "resourceType": "MedicationRequest",
    "id": "m",
    "status": "active",
    "intent": "order",
    "authoredOn": "2026-01-01",
    "subject": {"reference": "Patient/p"},
    "medicationCodeableConcept": {
        "coding": [{"system": "http://www.whocc.no/atc", "code": "C09AA05"}]
    },
}
OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "timeout", "diagnostics": "the search took too long"}],
}
WARNING = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "information", "code": "informational"}],
}


def verdict_on_missing_hydroxychloroquine(folder: Path, out: Path) -> str:
    cohort(folder, out)
    said = {row["rule"]: row["verdict"] for row in findings(out)}
    return said.get("hcq-missing", "quiet")


def bundle_in(folder: Path, *more: Json, **members: object) -> Path:
    folder.mkdir()
    entries = [{"resource": each} for each in (PATIENT, LUPUS, ORDER)]
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [*entries, *more], **members}
    (folder / "p.json").write_text(json.dumps(bundle), encoding="utf-8")
    return folder


def test_a_whole_bundle_says_what_is_not_in_it(tmp_path: Path) -> None:
    folder = bundle_in(tmp_path / "in")
    assert verdict_on_missing_hydroxychloroquine(folder, tmp_path / "out") == "fires"
    assert rejected(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("more", "members", "reason"),
    [
        ((), {"link": [{"relation": "next", "url": "https://ehr.example.org/2"}]}, "one page"),
        (({"resource": OUTCOME},), {}, "the search took too long"),
        (({"resource": OUTCOME, "search": {"mode": "outcome"}},), {}, "the search took too long"),
        ((), {"total": 40}, "3 of 40"),
    ],
)
def test_what_is_not_in_an_incomplete_bundle_is_not_known(
    tmp_path: Path, more: tuple[Json, ...], members: Json, reason: str
) -> None:
    folder = bundle_in(tmp_path / "in", *more, **members)
    assert verdict_on_missing_hydroxychloroquine(folder, tmp_path / "out") == "cannot-tell"
    told = rejected(tmp_path / "out")
    assert [(row["file"], row["line"]) for row in told] == [("p.json", 1)]
    assert "not complete" in told[0]["reason"]
    assert reason in told[0]["reason"]
    assert summary(tmp_path / "out")["patients"] == 1


@pytest.mark.parametrize("search", [{}, {"search": {"mode": "outcome"}}])
def test_a_remark_of_the_server_takes_nothing_away(tmp_path: Path, search: Json) -> None:
    folder = bundle_in(tmp_path / "in", {"resource": WARNING, **search})
    assert verdict_on_missing_hydroxychloroquine(folder, tmp_path / "out") == "fires"
    assert rejected(tmp_path / "out") == []


def test_links_to_itself_and_to_earlier_pages_are_no_sign_of_more(tmp_path: Path) -> None:
    link = [{"relation": relation, "url": "https://ehr.example.org/1"} for relation in
            ("self", "first", "previous")]  # fmt: skip
    folder = bundle_in(tmp_path / "in", link=link, total=3)
    assert verdict_on_missing_hydroxychloroquine(folder, tmp_path / "out") == "fires"
