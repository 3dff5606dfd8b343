"""The written-down rules find each mistake that they are there to find."""

import copy
from typing import Any

import pytest

from tests.conformance.envelope import Json, faults

GOOD: Json = {
    "cards": [
        {
            "uuid": "4e0a3a1e-3283-4575-ab82-028d55fe2719",
            "summary": "Example card",
            "indicator": "info",
            "detail": "Some *text*.",
            "source": {
                "label": "Source",
                "url": "https://example.org/",
                "topic": {"system": "https://example.org", "code": "a"},
            },
            "overrideReasons": [{"code": "a", "system": "https://example.org", "display": "A"}],
            "selectionBehavior": "any",
            "suggestions": [
                {
                    "label": "Do it",
                    "uuid": "28bb0d3e-15b0-4f8a-9c4e-1d2d3f0f7a01",
                    "actions": [
                        {"type": "delete", "description": "D", "resourceId": "ServiceRequest/a.b"},
                        {"type": "create", "description": "C",
                         "resource": {"resourceType": "ServiceRequest"}},
                        {"type": "update", "description": "U",
                         "resource": {"resourceType": "ServiceRequest", "id": "a"}},
                    ],
                }
            ],
            "links": [{"label": "L", "url": "https://example.org/", "type": "absolute"}],
        }
    ]
}  # fmt: skip
SUGGESTION = ("cards", 0, "suggestions", 0)
ACTIONS = (*SUGGESTION, "actions")


def test_a_good_answer_has_no_fault() -> None:
    assert faults(GOOD) == []
    assert faults({"cards": []}) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("cards",), None), (("cards",), {}), (("systemActions",), []), (("other",), 1),
        (("cards", 0, "summary"), "x" * 140), (("cards", 0, "summary"), ""),
        (("cards", 0, "indicator"), "hard-stop"), (("cards", 0, "uuid"), "card-1"),
        (("cards", 0, "detail"), "a <b>b</b>"), (("cards", 0, "detail"), ""),
        (("cards", 0, "source", "label"), ""), (("cards", 0, "source", "topic", "code"), ""),
        (("cards", 0, "source", "url"), "/a"), (("cards", 0, "links"), []),
        (("cards", 0, "links", 0, "type"), "relative"), (("cards", 0, "links", 0, "url"), "x"),
        (("cards", 0, "links", 0, "appContext"), "a"),
        (("cards", 0, "links", 0, "autolaunchable"), True),
        (("cards", 0, "overrideReasons", 0, "display"), None),
        (("cards", 0, "selectionBehavior"), "all"), (("cards", 0, "extension"), "text"),
        ((*SUGGESTION, "label"), ""), ((*SUGGESTION, "uuid"), "s"), ((*SUGGESTION, "actions"), []),
        ((*SUGGESTION, "actionSelectionBehavior"), "any"),
        ((*ACTIONS, 0, "resourceId"), "abc"), ((*ACTIONS, 0, "type"), "DELETE"),
        ((*ACTIONS, 0, "resource"), {"a": 1}), ((*ACTIONS, 1, "description"), ""),
        ((*ACTIONS, 1, "resource", "id"), "a"), ((*ACTIONS, 2, "resource"), {"resourceType": "A"}),
    ],
)  # fmt: skip
def test_each_mistake_is_found(place: tuple[Any, ...], value: object) -> None:
    answer = copy.deepcopy(GOOD)
    holder: Any = answer
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    assert faults(answer)


def test_two_recommended_exclusive_suggestions_and_equal_uuids_are_found() -> None:
    answer = copy.deepcopy(GOOD)
    card = answer["cards"][0]
    card["suggestions"] = [{**card["suggestions"][0], "isRecommended": True}] * 2
    assert faults(answer) == []
    card["selectionBehavior"] = "at-most-one"
    assert faults(answer)
    assert faults({"cards": GOOD["cards"] * 2})
