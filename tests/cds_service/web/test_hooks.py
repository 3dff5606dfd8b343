"""The routes: discovery, hooks, explanation."""

import json

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.toy_pack.calls import INSTANCE, Json, call, prednisone, service, weight

IDS = {
    "patient-view": "lupus-patient-view",
    "order-select": "lupus-order-select",
    "order-sign": "lupus-order-sign",
}


def test_discovery_lists_one_service_a_hook_with_distinct_ids() -> None:
    answer = service().get("/cds-services")
    services = answer.get_json()["services"]
    assert {entry["hook"]: entry["id"] for entry in services} == IDS
    patients = {entry["prefetch"]["patient"] for entry in services}
    assert patients == {"Patient/{{context.patientId}}"}
    assert all("medicationRequests" in entry["usageRequirements"] for entry in services)
    assert {entry["version"] for entry in services} == {"2.0.1"}


def test_discovery_speaks_the_language_of_the_client() -> None:
    client = service()
    french = client.get("/cds-services")
    english = client.get("/cds-services", headers={"Accept-Language": "en"})
    assert french.headers["Content-Language"] == "fr"
    assert english.headers["Content-Language"] == "en"
    assert french.get_json() != english.get_json()


@pytest.mark.parametrize("service_id", IDS.values())
@pytest.mark.parametrize("hook", IDS)
def test_each_service_answers_only_its_own_hook(service_id: str, hook: str) -> None:
    answer = service().post(f"/cds-services/{service_id}", json=call(hook))
    assert answer.status_code == (200 if IDS[hook] == service_id else 400)
    if answer.status_code == 400:
        assert answer.get_json()["issue"][0]["expression"] == ["$.hook"]


def test_a_call_is_answered_with_the_headers_of_the_contract() -> None:
    answer = service().post("/cds-services/lupus-patient-view", json=call("patient-view"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Language"] == "fr"
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Lupus-CDS-Content"].startswith("0.0.1+")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/json"
    assert "systemActions" not in answer.get_json()


def test_no_advice_is_an_empty_list_of_cards() -> None:
    body = call("patient-view", observations=weight(60))
    answer = service().post("/cds-services/lupus-patient-view", json=body)
    assert answer.get_json()["cards"] == []


def test_a_rule_that_explodes_is_said_and_the_others_still_answer() -> None:
    body = call("order-select", prednisone())
    answer = service().post("/cds-services/lupus-order-select", json=body)
    body = answer.get_json()
    topics = [card["source"]["topic"]["code"] for card in body["cards"]]
    assert topics == ["dose-high"]
    (notice,) = body["extension"]["example.lupus-cds"]["notices"]
    assert "explodes" in notice
    assert "Patient/p1" not in notice


def test_resources_of_another_patient_are_said() -> None:
    other = weight(60)
    other["entry"][0]["resource"]["subject"] = {"reference": "Patient/p2"}
    body = call("patient-view", observations=other)
    answer = service().post("/cds-services/lupus-patient-view", json=body)
    notices = answer.get_json()["extension"]["example.lupus-cds"]["notices"]
    assert "Observation/w1 concerne un autre patient et n'a pas été pris en compte." in notices


@pytest.mark.parametrize("path", ["//cds-services/{}", "/cds-services//{}/", "/cds-services/{}/"])
def test_a_slash_too_many_does_not_matter(path: str) -> None:
    builder = EnvironBuilder(method="POST", json=call("patient-view"))
    environ = builder.get_environ() | {"PATH_INFO": path.format("lupus-patient-view")}
    _, status, _ = run_wsgi_app(service().application, environ)
    assert status == "200 OK"


@pytest.fixture(name="rows")
def explained_rows() -> dict[str, Json]:
    body = call("order-sign", prednisone(), observations=weight(50))
    answer = service().post("/explain/lupus-order-sign", json=body)
    assert answer.headers["Cache-Control"] == "no-store"
    return {row["rule"]: row for row in answer.get_json()["trace"]}


def test_the_trace_has_a_row_for_every_rule_of_the_hook(rows: dict[str, Json]) -> None:
    assert {rule: row["verdict"] for rule, row in rows.items()} == {
        "dose-high": "fires", "dose-weight": "quiet", "duplicate": "quiet",
        "explodes": "failed", "shadowed": "fires", "weight-asked": "quiet",
    }  # fmt: skip


def test_the_trace_tells_facts_with_their_origin(rows: dict[str, Json]) -> None:
    assert rows["dose-high"]["facts"] == {"dose": 20}
    assert rows["dose-high"]["factSources"] == {
        "dose": {"source": "MedicationRequest/draft-1", "when": "2026-11-20"}
    }
    assert rows["shadowed"]["facts"] == {"day": "2026-11-20"}
    assert rows["dose-high"]["sources"] == ["toy-2024", "toy-paper"]


def test_the_trace_says_why_in_words(rows: dict[str, Json]) -> None:
    assert rows["dose-high"]["because"] == "CORTANCYL : 20 mg/j, au-dessus de 7,5 mg/j."
    assert rows["dose-weight"]["because"] == "La dose par kilo est acceptable."
    assert rows["duplicate"]["because"] == "Aucune prescription n'est concernée."
    assert len(rows["explodes"]["because"]) > 36


def test_only_rules_in_shadow_are_marked_and_they_are_never_shown(rows: dict[str, Json]) -> None:
    assert [rule for rule, row in rows.items() if row.get("shadow")] == ["shadowed"]
    answer = service().post("/cds-services/lupus-order-sign", json=call("order-sign", prednisone()))
    assert "Ne doit pas" not in answer.text


def test_what_is_missing_is_named_by_its_code() -> None:
    answer = service().post("/explain/lupus-patient-view", json=call("patient-view"))
    row = next(row for row in answer.get_json()["trace"] if row["rule"] == "weight-asked")
    assert row["verdict"] == "cannot-tell"
    assert row["missing"] == ["weight: poids : non transmis dans la requête"]


def test_the_explanation_shows_the_same_cards_as_the_hook() -> None:
    body = call("order-sign", prednisone(), observations=weight(50))
    client = service()
    shown = client.post("/cds-services/lupus-order-sign", json=body).get_json()["cards"]
    assert shown
    assert client.post("/explain/lupus-order-sign", json=body).get_json()["cards"] == shown


def test_the_limit_of_cards_comes_from_the_settings() -> None:
    drafts = (prednisone(), prednisone(id="draft-2"))
    counts = []
    for limit in (1, 0):
        body = call("order-sign", *drafts)
        answer = service(max_cards=limit).post("/cds-services/lupus-order-sign", json=body)
        counts.append(len(answer.get_json()["cards"]))
    assert counts[0] == 1 < counts[1]


def test_health_answers() -> None:
    assert service().get("/healthz").get_json() == {"status": "ok"}


def test_a_hook_instance_that_is_not_a_uuid_is_refused() -> None:
    body = json.dumps(call("patient-view")).replace(INSTANCE, "not-a-uuid")
    answer = service().post(
        "/cds-services/lupus-patient-view", data=body, content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.get_json()["issue"][0]["expression"] == ["$.hookInstance"]
