"""Every answer to every sample patient keeps the specification, in both languages."""

import json
from functools import cache

import pytest

from tests.conformance.calls import MOMENTS, PATHS, Json, request, shared_service
from tests.conformance.envelope import faults

at_every_moment = pytest.mark.parametrize(("name", "hook"), MOMENTS)


@cache
def answer(name: str, hook: str, language: str = "fr") -> Json:
    given = shared_service().post(
        PATHS[hook], json=request(name, hook), headers={"Accept-Language": language}
    )
    assert given.status_code == 200, given.text
    told: Json = given.get_json()
    return told


@at_every_moment
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_has_no_fault(name: str, hook: str, language: str) -> None:
    assert faults(answer(name, hook, language)) == []


@at_every_moment
def test_there_are_no_system_actions(name: str, hook: str) -> None:
    assert "systemActions" not in answer(name, hook)


@at_every_moment
def test_a_topic_is_the_same_in_every_language_and_call(name: str, hook: str) -> None:
    topics = [
        [card["source"]["topic"]["code"] for card in answer(name, hook, language)["cards"]]
        for language in ("fr", "en")
    ]
    assert topics[0] == topics[1]
    for card in answer(name, hook)["cards"]:
        rules = card["extension"]["example.lupus-cds"]["rules"]
        expected = {"basics"} if all(rule.startswith("basics-") for rule in rules) else set(rules)
        assert card["source"]["topic"]["code"] in expected


@at_every_moment
def test_advice_is_complete_without_suggestions_links_and_details_of_the_action(
    name: str, hook: str
) -> None:
    for card in answer(name, hook)["cards"]:
        assert card["summary"]
        assert card["detail"]
        # Two choices that exclude each other need `at-most-one`; all else reads the same as `any`.
        if len(card.get("suggestions", [])) == 1:
            assert card["selectionBehavior"] == "any"


@at_every_moment
def test_details_fit_a_narrow_panel(name: str, hook: str) -> None:
    for card in answer(name, hook)["cards"]:
        assert "\n|" not in card["detail"], "a table does not fit"
        assert len(card["detail"]) < 4000


@at_every_moment
def test_extensions_are_objects_under_a_name_of_ours(name: str, hook: str) -> None:
    for card in answer(name, hook)["cards"]:
        assert set(card["extension"]) == {"example.lupus-cds"}


@at_every_moment
def test_the_same_call_has_the_same_answer(name: str, hook: str) -> None:
    again = shared_service().post(PATHS[hook], json=request(name, hook)).get_json()
    assert again == answer(name, hook)


@at_every_moment
def test_updates_and_deletes_touch_only_drafts_of_the_call(name: str, hook: str) -> None:
    drafts = request(name, hook)["context"].get("draftOrders", {}).get("entry", [])
    sent = {f"{d['resource']['resourceType']}/{d['resource'].get('id')}" for d in drafts}
    for card in answer(name, hook)["cards"]:
        for suggestion in card.get("suggestions", []):
            for action in suggestion["actions"]:
                touched = action.get("resourceId")
                if action["type"] == "update":
                    resource = action["resource"]
                    touched = f"{resource['resourceType']}/{resource['id']}"
                assert touched is None or touched in sent


@at_every_moment
def test_an_answer_is_json_that_any_reader_reads(name: str, hook: str) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    given = shared_service().post(PATHS[hook], json=request(name, hook))
    assert given.mimetype == "application/json"
    json.loads(given.data.decode("utf-8"), parse_constant=refuse)


def test_the_samples_show_every_kind_of_card_action_and_member() -> None:
    cards = [card for name, hook in MOMENTS for card in answer(name, hook)["cards"]]
    actions = [
        action
        for card in cards
        for suggestion in card.get("suggestions", [])
        for action in suggestion["actions"]
    ]
    assert {card["indicator"] for card in cards} == {"info", "warning", "critical"}
    assert {action["type"] for action in actions} == {"create", "update", "delete"}
    verdicts = {card["extension"]["example.lupus-cds"]["verdict"] for card in cards}
    assert verdicts == {"fires", "cannot-tell"}
    for member in ("links", "overrideReasons", "suggestions", "detail"):
        assert any(member in card for card in cards), "or its rules were tested on nothing"
    assert any("url" in card["source"] for card in cards)
