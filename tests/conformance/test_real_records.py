"""What records in hospitals are known to send."""

import copy
import json
from typing import Any

import pytest

from tests.conformance.calls import PATHS, Json, request, shared_service

NAME, HOOK = "hcq-too-high", "order-sign"
LONG = "eVxAbC." + "a1B2.c3D4-" * 5 + "3"
"""As long as FHIR allows, nearly."""
LONGER = LONG + LONG * 4
"""Longer than FHIR allows, as some drafts are."""


def cards(body: Json, hook: str = HOOK) -> list[Json]:
    answer = shared_service().post(PATHS[hook], json=body)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.get_json()["cards"]
    return found


def summaries(body: Json, hook: str = HOOK) -> list[str]:
    return [card["summary"] for card in cards(body, hook)]


@pytest.mark.parametrize(
    "user", ["PractitionerRole/a.b-1", "Practitioner/1", "Patient/p1", "RelatedPerson/r"]
)
def test_every_kind_of_user_gets_the_same_advice(user: str) -> None:
    body = request(NAME, HOOK)
    expected = summaries(body)
    assert expected
    body["context"]["userId"] = user
    assert summaries(body) == expected


def with_nulls(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Explicit nulls in every object, as some records send them."""
    if isinstance(value, dict):
        nulled = {name: with_nulls(member) for name, member in value.items()}
        if "coding" in value or "system" in value or "resourceType" in value:
            nulled |= {name: None for name in ("display", "text") if name not in value}
        return nulled
    if isinstance(value, list):
        return [with_nulls(member) for member in value]
    return value


def test_nulls_inside_resources_change_nothing() -> None:
    body = request(NAME, HOOK)
    nulled = copy.deepcopy(body)
    nulled["context"]["draftOrders"] = with_nulls(nulled["context"]["draftOrders"])
    nulled["prefetch"] = with_nulls(nulled["prefetch"])
    assert json.dumps(nulled).count("null") > 10
    assert summaries(nulled) == summaries(body)


@pytest.mark.parametrize("null", ["contained", "ingredient", "category", "all"])
def test_nulls_around_a_contained_medication_do_not_lose_the_drug(null: str) -> None:
    body = request(NAME, HOOK)
    draft = body["context"]["draftOrders"]["entry"][0]["resource"]
    drug = {"resourceType": "Medication", "id": "m.1", "code": draft["medicationCodeableConcept"]}
    del draft["medicationCodeableConcept"]
    draft |= {"contained": [drug], "medicationReference": {"reference": "#m.1"}}
    assert summaries(body) == summaries(request(NAME, HOOK))
    if null in {"ingredient", "all"}:
        drug["ingredient"] = None
    if null in {"category", "all"}:
        draft["category"] = None
    if null == "contained":
        draft["contained"] = drug
    assert summaries(body) == summaries(request(NAME, HOOK))


def renamed(body: Json, old: str, new: str) -> Json:
    told: Json = json.loads(json.dumps(body).replace(f'"{old}"', f'"{new}"').replace(
        f'/{old}"', f'/{new}"'))  # fmt: skip
    return told


@pytest.mark.parametrize("long", [LONG, LONGER])
def test_very_long_ids_with_dots_are_kept_whole(long: str) -> None:
    body = request(NAME, HOOK)
    draft = body["context"]["draftOrders"]["entry"][0]["resource"]["id"]
    patient = body["context"]["patientId"]
    renamed_body = renamed(renamed(body, draft, long), patient, f"p.{long}")
    answered = cards(renamed_body)
    assert [card["summary"] for card in answered] == summaries(body)
    actions = [
        action
        for card in answered
        for suggestion in card.get("suggestions", [])
        for action in suggestion["actions"]
        if action["type"] != "create"
    ]
    assert actions, "the sample is chosen because its draft is corrected or withdrawn"
    for action in actions:
        assert long in (action.get("resourceId") or action["resource"]["id"])


def test_selections_with_long_ids_are_found() -> None:
    body = request(NAME, "order-select")
    draft = body["context"]["draftOrders"]["entry"][0]["resource"]["id"]
    assert summaries(renamed(body, draft, LONGER), "order-select") == summaries(
        body, "order-select"
    )


def test_single_suggestions_read_the_same_where_only_any_is_known() -> None:
    for card in cards(request(NAME, HOOK)):
        if len(card.get("suggestions", [])) == 1:
            assert card["selectionBehavior"] == "any"


def test_advice_needs_no_update_of_an_order() -> None:
    found = [
        card
        for card in cards(request(NAME, HOOK))
        for suggestion in card.get("suggestions", [])
        if any(action["type"] == "update" for action in suggestion["actions"])
    ]
    assert found, "the sample is chosen because its draft is corrected"
    for card in found:
        words = card["summary"] + card["detail"]
        assert any(character.isdigit() for character in words), "the dose to give is said in words"
        assert len(card["detail"]) > 40


def test_prefetch_alone_is_enough() -> None:
    body = request(NAME, HOOK)
    assert not {"fhirServer", "fhirAuthorization"} & set(body)
    assert cards(body)


def test_a_trigger_of_its_own_that_arrives_as_patient_view_is_answered() -> None:
    body = request("steroid-maintenance", "patient-view")
    expected = summaries(body, "patient-view")
    body["extension"] = {"com.epic.cdshooks.request.bpa-trigger-action": "29"}
    assert summaries(body, "patient-view") == expected


def test_signed_again_orders_are_not_dropped_for_their_status() -> None:
    body = request(NAME, HOOK)
    body["context"]["draftOrders"]["entry"][0]["resource"]["status"] = "active"
    assert shared_service().post(PATHS[HOOK], json=body).status_code == 200
    assert summaries(body)


def test_a_drug_that_is_only_referred_to_is_no_error_and_no_silence() -> None:
    body = request(NAME, HOOK)
    draft = body["context"]["draftOrders"]["entry"][0]["resource"]
    del draft["medicationCodeableConcept"]
    draft["medicationReference"] = {"reference": "Medication/not-sent.1", "display": None}
    (card,) = cards(body)
    assert card["extension"]["example.lupus-cds"]["verdict"] == "cannot-tell"
    assert "médicament désigné par une référence, et non transmis" in card["detail"]
    assert len(card["detail"]) < 2000
