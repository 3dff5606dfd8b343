"""The demonstration: open on this machine only, never a way round authentication."""

import json

import pytest
from flask.testing import FlaskClient

from cds_service import samples
from cds_service.app import create_app
from cds_service.settings import Settings
from cds_service.web.workbench.demo import demo_allowed
from cds_service.web.workbench.markdown import html_of
from tests.toy_pack.calls import TODAY

DEMO = ["/workbench/samples/hcq-too-high/visit1"]
DEMO_POSTS = ["record", "chart", "order", "markdown", "timeline"]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(), lambda: TODAY).test_client()


def view(record: dict) -> dict:
    return {
        "hook": "patient-view",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": record["userId"], "patientId": record["patientId"]},
        "prefetch": record["prefetch"],
    }


def test_the_demonstration_is_closed_to_other_machines() -> None:
    settings = Settings(host="0.0.0.0", allow_open=True)
    assert not demo_allowed(settings)
    there = create_app(settings, lambda: TODAY).test_client()
    assert there.get(DEMO[0]).status_code == 404
    for name in DEMO_POSTS:
        assert there.post(f"/workbench/{name}", json={}).status_code == 404
    assert there.post("/integrate", data={"request": "{}"}).status_code == 405
    page = there.get("/")
    assert page.status_code == 200
    assert "data-sample" not in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize("name", samples.names())
def test_every_sample_opens_as_a_chart_in_both_languages(client: FlaskClient, name: str) -> None:
    record = client.get(f"/workbench/samples/{name}/visit1").get_json()
    for language in ("fr", "en"):
        page = client.post(
            "/workbench/chart", json=view(record), headers={"Accept-Language": language}
        )
        assert page.status_code == 200
        assert "data-resource" in page.text


def test_a_sample_is_another_patient_at_each_visit(client: FlaskClient) -> None:
    one = client.get("/workbench/samples/hcq-too-high/visit1").get_json()
    other = client.get("/workbench/samples/hcq-too-high/visit2").get_json()
    assert one["patientId"] != other["patientId"]
    told = json.dumps(one)
    original = one["patientId"].removesuffix("-visit1")
    assert f'"Patient/{original}"' not in told
    assert one["prefetch"]["patient"]["id"] == one["patientId"]


def test_the_chart_states_daily_doses_results_with_dates_and_what_is_missing(
    client: FlaskClient,
) -> None:
    record = client.get("/workbench/samples/steroid-maintenance/visit1").get_json()
    record["prefetch"].pop("allergyIntolerances")
    page = client.post("/workbench/chart", json=view(record)).text
    assert "10 mg/j" in page
    assert "62 kg" in page
    assert "allergies et intolérances" in page


@pytest.mark.parametrize(
    ("language", "told"), [("fr", "Aucun serveur FHIR n'est autorisé"), ("en", "No FHIR server")]
)
def test_a_server_named_where_none_is_listed_is_answered_with_what_to_do(
    client: FlaskClient, language: str, told: str
) -> None:
    named = {"patientId": "p1", "userId": "Practitioner/x", "prefetch": {}}
    body = view(named) | {"fhirServer": "https://ehr.example/fhir"}
    answer = client.post("/workbench/chart", json=body, headers={"Accept-Language": language})
    assert answer.status_code == 412
    diagnostics = answer.get_json()["issue"][0]["diagnostics"]
    assert told in diagnostics
    assert "LUPUS_CDS_CLIENTS" in diagnostics


def test_a_form_becomes_an_order_with_its_steps(client: FlaskClient) -> None:
    steps = [{"mg": 20, "days": 14}, {"mg": 5, "times": 2, "every": 1}]
    form = {"id": "x1", "patient": "p1", "drug": "med.prednisone", "steps": steps}
    order = client.post("/workbench/order", json=form).get_json()
    assert order["medicationCodeableConcept"]["coding"][0]["code"] == "H02AB07"
    assert [d["sequence"] for d in order["dosageInstruction"]] == [1, 2]
    bounds = order["dosageInstruction"][0]["timing"]["repeat"]["boundsDuration"]
    assert bounds["value"] == 14


@pytest.mark.parametrize(
    "form",
    [
        {"id": "x", "patient": "p", "drug": "med.nothing", "steps": [{"mg": 1}]},
        {"id": "x", "patient": "p", "drug": "med.prednisone", "steps": []},
        {"id": "x", "patient": "p", "drug": "med.prednisone", "steps": [{"mg": 0}]},
        {"id": "x", "patient": "p", "drug": "med.prednisone", "steps": [{"mg": 1, "days": 0}]},
    ],
)
def test_a_form_that_makes_no_order_is_refused(client: FlaskClient, form: dict) -> None:
    assert client.post("/workbench/order", json=form).status_code == 400


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"resourceType": "Bundle"}', '{"context": {"patientId": 3}}']
)
def test_what_is_neither_bundle_nor_request_is_refused_in_words(
    client: FlaskClient, text: str
) -> None:
    answer = client.post("/workbench/record", data=text, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["issue"][0]["diagnostics"]


def test_html_in_card_text_stays_text_and_links_do_no_harm() -> None:
    html = html_of("**a** <img src=x onerror=alert(1)> ![p](https://e.example/p) [l](javascript:x)")
    assert "<strong>a</strong>" in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "noreferrer" in html_of("[l](https://e.example)")
