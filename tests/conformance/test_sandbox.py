"""What commonly breaks a service in the public sandbox."""

import copy

import pytest

from tests.conformance.calls import PATHS, Json, drug_order, order_call, service, shared_service
from tests.toy_pack.calls import weight

PAGE = "https://sandbox.cds-hooks.org"
CALLED = ["/cds-services", *PATHS.values(), f"{PATHS['order-sign']}/feedback"]


@pytest.mark.parametrize("path", CALLED)
def test_a_preflight_with_authorization_is_welcome_everywhere(path: str) -> None:
    asked = {
        "Origin": PAGE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = service(cors_origins=PAGE).options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert {"authorization", "content-type"} <= {name.strip() for name in allowed.split(",")}


def test_get_and_post_answers_are_readable_by_the_page() -> None:
    client = service(cors_origins=PAGE)
    origin = {"Origin": PAGE}
    answers = [
        client.get("/cds-services", headers=origin),
        client.post(PATHS["order-sign"], json=order_call("order-sign"), headers=origin),
        client.post(PATHS["order-sign"], json={}, headers=origin),
        client.post(f"{PATHS['order-sign']}/feedback", json={"feedback": []}, headers=origin),
    ]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize("hook", PATHS)
def test_a_doubled_slash_calls_the_same_service(hook: str) -> None:
    body = order_call(hook)
    if hook == "patient-view":
        del body["context"]["draftOrders"]
    answer = shared_service().post(
        "/", json=body, environ_overrides={"PATH_INFO": f"/{PATHS[hook]}"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_no_answer_has_an_empty_body(hook: str) -> None:
    for body in (order_call(hook), {}, order_call(hook, drug_order())):
        answer = shared_service().post(PATHS[hook], json=body)
        assert answer.status_code != 204
        assert answer.get_json()


def dstu2_order(**members: object) -> Json:
    return {
        "resourceType": "MedicationOrder",
        "id": "request-123",
        "dateWritten": "2026-11-20",
        "status": "draft",
        "patient": {"reference": "Patient/p1"},
        "reasonCodeableConcept": {"text": "SLE"},
    } | members


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_a_dstu2_draft_has_no_cards_and_no_error(hook: str) -> None:
    with_drug = dstu2_order(medicationCodeableConcept=drug_order()["medicationCodeableConcept"])
    for draft in (dstu2_order(), with_drug):
        answer = shared_service().post(PATHS[hook], json=order_call(hook, draft))
        assert answer.status_code == 200
        assert answer.get_json()["cards"] == []


def test_an_order_without_a_drug_yet_has_no_cards_and_no_error() -> None:
    undrugged = drug_order()
    del undrugged["medicationCodeableConcept"], undrugged["intent"]
    body = order_call("order-select", undrugged)
    answer = shared_service().post(PATHS["order-select"], json=body)
    assert answer.status_code == 200
    assert answer.get_json()["cards"] == []


def test_drafts_in_the_shapes_of_the_sandbox_are_read() -> None:
    odd = drug_order(
        category={"text": "outpatient"},
        reasonCode={"text": "lupus"},
        dosageInstruction=[
            {
                "doseAndRate": {"doseQuantity": {"value": 5, "unit": "{pill}"}},
                "timing": {"repeat": {"frequency": 4, "period": 1, "periodUnit": "d"}},
            }
        ],
        dispenseRequest={"expectedSupplyDuration": {"value": 30, "unit": "days"}},
    )
    body = order_call("order-sign", odd)
    body["prefetch"]["observations"] = weight(60)
    rows = shared_service().post("/explain/lupus-order-sign", json=body).get_json()["trace"]
    assert all(row["verdict"] != "failed" for row in rows)
    (judged,) = [row for row in rows if row["rule"] == "hcq-dose-above-5mgkg"]
    assert judged["verdict"] == "fires"
    assert judged["facts"]["dose_mg_per_day"] == 5 * 200 * 4


@pytest.mark.parametrize("kind", [None, "collection", "searchset"])
def test_the_type_of_the_bundle_does_not_matter(kind: str | None) -> None:
    body = order_call("order-sign", drug_order())
    plain = shared_service().post(PATHS["order-sign"], json=copy.deepcopy(body)).get_json()
    assert plain["cards"]
    if kind:
        body["context"]["draftOrders"]["type"] = kind
    assert shared_service().post(PATHS["order-sign"], json=body).get_json() == plain


def test_entries_that_are_no_medication_are_skipped() -> None:
    others: list[Json] = [
        {"resourceType": "NutritionOrder", "id": "n1", "status": "draft",
         "patient": {"reference": "Patient/p1"}},
        {"resourceType": "DeviceRequest", "id": "d1"},
        {"resourceType": "Unheard", "id": "u1"},
    ]  # fmt: skip
    body = order_call("order-sign", *others)
    answer = shared_service().post(PATHS["order-sign"], json=body)
    assert answer.status_code == 200
    assert answer.get_json()["cards"] == []


def test_the_sandbox_never_sends_an_encounter() -> None:
    body = order_call("order-sign", drug_order())
    assert "encounterId" not in body["context"]
    assert shared_service().post(PATHS["order-sign"], json=body).status_code == 200
