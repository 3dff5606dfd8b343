"""`/fhir` serves the published artefacts, read-only, as a FHIR server would."""

import io
import tarfile
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.operationoutcome import OperationOutcome
from werkzeug.test import TestResponse

from cds_service.app import create_app
from cds_service.publish.canonical import BASE
from cds_service.publish.package import packed
from cds_service.settings import Settings
from tests.cds_service.publish.published import publication
from tests.toy_pack.calls import TODAY

CLIENT = create_app(
    Settings(database_url="", public_url="https://cds.example.org"), lambda: TODAY
).test_client()


def get(path: str, **headers: str) -> TestResponse:
    return CLIENT.get(f"/fhir/{path}", headers=headers)


def found(path: str) -> dict[str, Any]:
    response = get(path)
    assert response.status_code == 200, response.text
    assert response.mimetype == "application/fhir+json"
    body: dict[str, Any] = response.get_json()
    return body


def ids(bundle: dict[str, Any]) -> list[str]:
    return [entry["resource"]["id"] for entry in bundle.get("entry", [])]


def test_the_statement_says_what_is_answered() -> None:
    statement = found("metadata")
    CapabilityStatement.model_validate(statement)
    assert statement["kind"] == "instance"
    assert statement["fhirVersion"] == "4.0.1"
    assert statement["implementation"]["url"] == "https://cds.example.org/fhir"
    (rest,) = statement["rest"]
    for resource in rest["resource"]:
        assert {one["code"] for one in resource["interaction"]} == {"read", "search-type"}
        for parameter in resource["searchParam"]:
            assert get(f"{resource['type']}?{parameter['name']}=x").status_code == 200
    kinds = {resource["type"] for resource in rest["resource"]}
    assert kinds == {kind for kind, _ in publication().by_address}


def test_every_canonical_address_is_answered_below_fhir() -> None:
    for resource in publication().artefacts:
        if resource["resourceType"] in {"StructureDefinition", "ConceptMap", "CodeSystem"}:
            assert found(resource["url"].removeprefix(f"{BASE}/")) == resource


@pytest.mark.parametrize("path", ["ValueSet/nothing", "Patient/1", "Patient", "NoSuchType"])
def test_what_is_not_published_is_a_404_with_an_outcome(path: str) -> None:
    response = get(path)
    assert response.status_code == 404
    assert response.mimetype == "application/fhir+json"
    outcome = OperationOutcome.model_validate(response.get_json())
    assert outcome.issue[0].code == "not-found"


def test_a_search_is_a_bundle_with_its_total() -> None:
    bundle = found("PlanDefinition")
    Bundle.model_validate(bundle)
    assert bundle["type"] == "searchset"
    assert bundle["total"] == len(bundle["entry"]) > 90
    assert bundle["link"] == [
        {"relation": "self", "url": "https://cds.example.org/fhir/PlanDefinition"}
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"url={BASE}/ValueSet/obs.upcr", ["obs.upcr"]),
        (f"url={BASE}/ValueSet/obs.up", []),
        ("_id=obs.upcr,obs.weight", ["obs.upcr", "obs.weight"]),
        ("name=obsUPCR", ["obs.upcr", "obs.upcr.12h", "obs.upcr.24h"]),
        ("name=upcr", []),
        ("_id=obs.upcr&name=ObsWeight", []),
    ],
)
def test_value_sets_are_found_by_id_address_and_beginning_of_the_name(
    query: str, expected: list[str]
) -> None:
    bundle = found(f"ValueSet?{query}")
    assert ids(bundle) == expected
    assert bundle["total"] == len(expected)


def test_pages_follow_each_other_to_the_end() -> None:
    seen: list[str] = []
    path = "NamingSystem?_count=5"
    for _ in range(10):
        bundle = found(path)
        assert len(ids(bundle)) <= 5
        seen += ids(bundle)
        onward = [link["url"] for link in bundle["link"] if link["relation"] == "next"]
        if not onward:
            break
        path = onward[0].removeprefix("https://cds.example.org/fhir/")
    assert seen == ids(found("NamingSystem"))
    assert len(seen) > 10


def test_a_count_of_nought_asks_for_the_total_only() -> None:
    bundle = found("CodeSystem?_count=0")
    assert ids(bundle) == []
    assert bundle["total"] > 3


@pytest.mark.parametrize("count", ["-1", "many", "1.5", "٣", "99999999999999999999"])
def test_a_count_that_is_no_number_is_refused(count: str) -> None:
    response = get(f"CodeSystem?_count={count}")
    assert response.status_code == 400
    OperationOutcome.model_validate(response.get_json())


def test_an_unknown_parameter_is_ignored_unless_the_client_is_strict() -> None:
    lenient = found("CodeSystem?colour=blue&_id=lupus-rule")
    assert ids(lenient) == ["lupus-rule"]
    assert "colour" not in lenient["link"][0]["url"]
    strict = get("CodeSystem?colour=blue", Prefer="handling=strict")
    assert strict.status_code == 400
    assert "colour" in strict.get_json()["issue"][0]["diagnostics"]


def test_the_package_is_the_one_that_the_command_writes() -> None:
    response = get("package.tgz")
    assert response.mimetype == "application/gzip"
    assert response.data == packed(publication())
    name = f"lupus-cds.fhir-{publication().edition.version}.tgz"
    assert name in response.headers["Content-Disposition"]
    with tarfile.open(fileobj=io.BytesIO(response.data)) as archive:
        assert "package/package.json" in archive.getnames()


@pytest.mark.parametrize("path", ["metadata", "ValueSet", "ValueSet/nothing", "package.tgz"])
def test_every_answer_names_its_content(path: str) -> None:
    assert get(path).headers["Lupus-CDS-Content"].startswith("2026.")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str) -> None:
    for path in ("/fhir/ValueSet", "/fhir/ValueSet/obs.upcr"):
        assert getattr(CLIENT, method)(path, json={}).status_code == 405
