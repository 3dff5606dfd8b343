"""The bundled patients are synthetic, valid FHIR R4, and tell their story on any day."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from cds_service import samples
from cds_service.date_shift import shifted

FOLDER = Path(samples.__file__).parent.parent / "fhir_profiles" / "examples"
ANCHOR = date(2026, 11, 20)
FILES = sorted(FOLDER.glob("*.json"))
TEMPLATES = {
    "patient": "Patient/{{context.patientId}}",
    "problems": "Condition?patient={{context.patientId}}",
    "orders": "MedicationRequest?patient={{context.patientId}}",
    "vaccines": "Immunization?patient={{context.patientId}}",
    "stay": "Encounter/{{context.encounterId}}",
}
MOMENTS = [(name, m.hook) for name in samples.names() for m in samples.sample(name).hooks]


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def resources(path: Path) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in read(path)["entry"]]


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("reference"), str):
            yield node["reference"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_sample_is_a_valid_collection(path: Path) -> None:
    assert Bundle.model_validate(read(path)).type == "collection"


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_sample_says_that_it_is_test_data(path: Path) -> None:
    for resource in [read(path), *resources(path)]:
        assert [tag["code"] for tag in resource["meta"]["tag"]] == ["HTEST"]


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_sample_is_laid_out_for_reading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_the_index_names_every_file() -> None:
    told = [samples.sample(name) for name in samples.names()]
    drafts = {moment.drafts for one in told for moment in one.hooks if moment.drafts}
    assert {path.name for path in FILES} == {one.file for one in told} | drafts


@pytest.mark.parametrize("name", samples.names())
def test_a_patient_is_visibly_synthetic(name: str) -> None:
    patients = [
        r for r in resources(FOLDER / samples.sample(name).file) if r["resourceType"] == "Patient"
    ]
    (patient,) = patients
    assert patient["name"][0]["family"] in {"SYNTHETIQUE", "TEST-LUPUS"}
    assert patient["name"][0]["given"][0].startswith("Exemple-")
    (identifier,) = patient["identifier"]
    assert identifier["system"] == "https://lupus-cds.example/fhir/identifier/synthetic"


def test_no_two_samples_share_a_resource() -> None:
    seen: set[str] = set()
    for name in samples.names():
        for entry in read(FOLDER / samples.sample(name).file)["entry"]:
            assert entry["fullUrl"] not in seen
            seen.add(entry["fullUrl"])


@pytest.mark.parametrize("name", samples.names())
def test_every_reference_is_answered(name: str) -> None:
    told = samples.sample(name)
    chart = resources(FOLDER / told.file)
    known = {f"{r['resourceType']}/{r['id']}" for r in chart}
    for file in {told.file, *(m.drafts for m in told.hooks if m.drafts)}:
        for reference in references(read(FOLDER / file)):
            assert reference in known or reference.startswith("#"), reference


@pytest.mark.parametrize("name", samples.names())
def test_the_story_is_told_in_both_languages(name: str) -> None:
    told = samples.sample(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert told.anchor == ANCHOR
    for text in (told.title.fr, told.title.en, told.story.fr, told.story.en):
        assert text.strip()
    assert told.story.fr != told.story.en


@pytest.mark.parametrize(("name", "hook"), MOMENTS)
def test_a_hook_request_carries_the_chart_under_the_service_s_keys(name: str, hook: str) -> None:
    request = samples.hook_request(name, hook, ANCHOR, TEMPLATES)
    assert request["hook"] == hook
    assert request["prefetch"]["patient"]["id"] == request["context"]["patientId"]
    assert request["prefetch"]["problems"]["total"] == len(request["prefetch"]["problems"]["entry"])
    assert ("stay" in request["prefetch"]) == ("encounterId" in request["context"])
    assert ("draftOrders" in request["context"]) == (hook != "patient-view")
    assert ("selections" in request["context"]) == (hook == "order-select")
    Bundle.model_validate(request["prefetch"]["orders"])


def test_a_type_the_chart_lacks_is_sent_as_an_empty_answer() -> None:
    request = samples.hook_request("steroid-maintenance", "patient-view", ANCHOR, TEMPLATES)
    assert request["prefetch"]["vaccines"] == {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": 0,
    }


def test_the_hook_instance_is_the_same_each_time_and_differs_between_hooks() -> None:
    first, again = (
        samples.hook_request("hcq-too-high", "order-sign", ANCHOR, TEMPLATES) for _ in range(2)
    )
    other = samples.hook_request("hcq-too-high", "order-select", ANCHOR, TEMPLATES)
    assert first == again
    assert first["hookInstance"] != other["hookInstance"]


def test_all_dates_move_with_the_day_and_on_the_anchor_stay_as_written() -> None:
    name = "nephritis-month-3"
    assert samples.chart(name, ANCHOR) == read(FOLDER / f"{name}.json")
    later = samples.chart(name, ANCHOR + timedelta(days=400))
    for old, new in zip(dates(samples.chart(name, ANCHOR)), dates(later), strict=True):
        assert date.fromisoformat(new) - date.fromisoformat(old) == timedelta(days=400)


def dates(node: object) -> list[str]:
    return re.findall(r'"(\d{4}-\d\d-\d\d)"', json.dumps(node))


@pytest.mark.parametrize(
    ("member", "before", "after"),
    [
        ("birthDate", "1992-05-20", "1992-05-30"),
        ("authoredOn", "2026-11-25T08:00:00+01:00", "2026-12-05T08:00:00+01:00"),
        ("issued", "2026-11-25T08:00:00.123Z", "2026-12-05T08:00:00.123Z"),
        ("onsetDateTime", "2026-11", "2026-11"),
        ("onsetDateTime", "2020", "2020"),
        ("code", "8640", "8640"),
        ("code", "2890-2", "2890-2"),
        ("version", "2019", "2019"),
    ],
)
def test_a_shift_of_ten_days_keeps_precision_zone_and_codes(
    member: str, before: str, after: str
) -> None:
    assert shifted({member: before}, timedelta(days=10)) == {member: after}


def test_a_year_moves_when_the_shift_is_long() -> None:
    moved = shifted({"onsetDateTime": "2020", "end": "2026-11"}, timedelta(days=365))
    assert moved == {"onsetDateTime": "2021", "end": "2027-11"}


def test_an_unknown_sample_is_refused_with_the_known_ones() -> None:
    with pytest.raises(samples.UnknownSampleError, match="steroid-maintenance"):
        samples.sample("nobody")
    with pytest.raises(samples.UnknownSampleError, match="patient-view"):
        samples.hook_request("steroid-maintenance", "order-sign", ANCHOR, TEMPLATES)
