"""An order that cannot be read is never taken for an order that needs no advice."""

import copy

import pytest

from tests.conformance.calls import PATHS, Json, request, shared_service
from tests.toy_pack.calls import Said

NAME = "hcq-too-high"


def cards(body: Json) -> list[Json]:
    answer = shared_service().post(
        PATHS[body["hook"]], json=body, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.get_json()["cards"]
    return found


def with_entry(entry: Said, hook: str = "order-sign") -> Json:
    """A call whose only draft is this entry."""
    body = request(NAME, hook)
    body["context"]["draftOrders"]["entry"] = [entry]
    return body


def draft() -> Json:
    found: Json = request(NAME, "order-sign")["context"]["draftOrders"]["entry"][0]["resource"]
    return found


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"resource": {**draft(), "resourceType": None}}, "unreadable data"),
        ({"resource": {"id": "x"}}, "unreadable data"),
        ({"resource": None}, "unreadable data"),
        ({"fullUrl": "urn:uuid:1"}, "unreadable data"),
        ("MedicationRequest/1", "unreadable data"),
        (
            {"resource": {**draft(), "subject": {"reference": "Patient/another"}}},
            "data of another patient, set aside",
        ),
    ],
)
def test_a_draft_that_was_set_aside_is_one_card_that_cannot_tell(entry: Said, why: str) -> None:
    (card,) = cards(with_entry(entry))
    assert card["extension"]["example.lupus-cds"]["verdict"] == "cannot-tell"
    assert card["indicator"] == "info"
    assert why in card["detail"]
    assert len(card["detail"]) < 2000


def test_a_draft_of_another_patient_beside_a_good_one_does_not_hide_its_advice() -> None:
    body = request(NAME, "order-sign")
    expected = next(card["summary"] for card in cards(body))
    stray = {**draft(), "id": "stray", "subject": {"reference": "Patient/another"}}
    body["context"]["draftOrders"]["entry"].append({"resource": stray})
    assert cards(body)[0]["summary"] == expected


def test_the_very_same_draft_sent_twice_is_one_order() -> None:
    body = request(NAME, "order-sign")
    expected = [card["summary"] for card in cards(body)]
    entries = body["context"]["draftOrders"]["entry"]
    entries.append(copy.deepcopy(entries[0]))
    assert [card["summary"] for card in cards(body)] == expected


@pytest.mark.parametrize(
    "drafts", [{}, None, [], "x", {"entry": []}, {"resourceType": "MedicationRequest"}]
)
def test_draft_orders_that_are_no_bundle_are_400(drafts: Said) -> None:
    body = request(NAME, "order-sign")
    body["context"]["draftOrders"] = drafts
    answer = shared_service().post(PATHS["order-sign"], json=body)
    assert answer.status_code == 400
    assert answer.get_json()["issue"][0]["expression"] == ["$.context.draftOrders"]


def test_an_empty_bundle_of_drafts_is_no_order_and_no_error() -> None:
    body = request(NAME, "order-sign")
    body["context"]["draftOrders"] = {"resourceType": "Bundle"}
    assert cards(body) == []


def test_a_selection_that_names_nothing_that_was_sent_leaves_no_draft_out() -> None:
    body = request(NAME, "order-select")
    expected = cards(copy.deepcopy(body))
    assert expected
    body["context"]["selections"] = ["MedicationRequest/gone"]
    assert cards(body) == expected


def test_a_selection_of_something_else_that_was_sent_leaves_the_drafts_alone() -> None:
    body = request(NAME, "order-select")
    other = {"resourceType": "NutritionOrder", "id": "n1"}
    body["context"]["draftOrders"]["entry"].append({"resource": other})
    body["context"]["selections"] = ["NutritionOrder/n1"]
    assert cards(body) == []
