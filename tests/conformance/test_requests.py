"""What a call must hold, what it may hold, and what is refused."""

import copy
import json
from typing import Any

import pytest

from tests.conformance.calls import PATHS, Json, order_call, request, shared_service

HCQ = ("hcq-too-high", "order-sign")
AUTHORIZATION = {
    "access_token": "some-token",
    "token_type": "Bearer",
    "expires_in": 300,
    "scope": "user/Patient.rs user/Observation.read",
    "subject": "cds-service",
}


def status_of(body: Json, hook: str = "order-sign") -> int:
    return shared_service().post(PATHS[hook], json=body).status_code


def changed(place: tuple[str, ...], value: Any) -> Json:  # noqa: ANN401 (any JSON)
    body = copy.deepcopy(request(*HCQ))
    holder: Any = body
    for step in place[:-1]:
        holder = holder[step]
    if value is ...:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    return body


def advice(body: Json, hook: str = "order-sign") -> list[Json]:
    answer = shared_service().post(PATHS[hook], json=body)
    assert answer.status_code == 200, answer.text
    cards: list[Json] = answer.get_json()["cards"]
    return cards


@pytest.mark.parametrize(
    "place",
    [
        ("hook",), ("hookInstance",), ("context",), ("context", "userId"),
        ("context", "patientId"), ("context", "draftOrders"),
    ],
)  # fmt: skip
def test_a_call_without_a_required_member_is_400(place: tuple[str, ...]) -> None:
    assert status_of(changed(place, ...)) == 400


def test_order_select_needs_its_selections() -> None:
    body = order_call("order-select")
    del body["context"]["selections"]
    assert status_of(body, "order-select") == 400


@pytest.mark.parametrize("instance", ["", "1", "not-a-uuid", 7, None])
def test_a_hook_instance_that_is_no_uuid_is_400(instance: object) -> None:
    assert status_of(changed(("hookInstance",), instance)) == 400


def test_a_call_of_another_hook_is_400() -> None:
    assert status_of(changed(("hook",), "order-select")) == 400


def test_a_repeated_hook_instance_is_answered_again() -> None:
    assert advice(request(*HCQ)) == advice(request(*HCQ)) != []


def test_fhir_authorization_needs_a_fhir_server() -> None:
    body = changed(("fhirAuthorization",), AUTHORIZATION)
    assert status_of(body) == 400
    body["fhirServer"] = "https://ehr.example.org/fhir"
    assert status_of(body) == 200


def test_fhir_authorization_may_lack_its_patient_and_use_either_kind_of_scope() -> None:
    for scope in ("patient/*.*", "patient/Observation.rs", "user/*.read launch"):
        body = changed(("fhirAuthorization",), AUTHORIZATION | {"scope": scope})
        body["fhirServer"] = "https://ehr.example.org/fhir"
        assert status_of(body) == 200


@pytest.mark.parametrize("name", ["access_token", "token_type", "expires_in", "scope", "subject"])
def test_fhir_authorization_needs_all_its_members(name: str) -> None:
    broken = {member: value for member, value in AUTHORIZATION.items() if member != name}
    body = changed(("fhirAuthorization",), broken)
    body["fhirServer"] = "https://ehr.example.org/fhir"
    assert status_of(body) == 400


def test_a_fhir_server_without_authorization_is_fine() -> None:
    assert status_of(changed(("fhirServer",), "https://ehr.example.org/fhir")) == 200


def test_unknown_members_and_extensions_are_tolerated_anywhere() -> None:
    body = changed(("extension",), {"com.example": {"a": [1, None]}})
    body |= {"futureMember": {"x": 1}}
    body["context"] |= {"extension": {"com.example": 1}, "future": [1]}
    body["prefetch"]["somethingElse"] = {"resourceType": "Basic", "id": "b"}
    body["prefetch"]["patient"]["extension"] = [{"url": "https://example.org", "valueString": "x"}]
    entry = body["context"]["draftOrders"]["entry"][0]["resource"]
    entry["extension"] = [{"url": "https://example.org/x", "valueBoolean": True}]
    assert [card["summary"] for card in advice(body)] == [
        card["summary"] for card in advice(request(*HCQ))
    ]


def test_the_order_of_members_does_not_matter() -> None:
    body = request(*HCQ)
    turned = json.loads(json.dumps(body), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert advice(turned) == advice(body)


def test_only_data_that_were_asked_for_are_needed() -> None:
    assert status_of(order_call("order-sign")) == 200


def test_a_refusal_is_an_operation_outcome() -> None:
    answer = shared_service().post(PATHS["order-sign"], json={})
    assert answer.status_code == 400
    assert answer.get_json()["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_a_hook_answers_post_only(method: str) -> None:
    assert shared_service().open(PATHS["order-sign"], method=method).status_code == 405
