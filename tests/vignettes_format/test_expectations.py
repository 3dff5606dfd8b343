"""An expectation that is not met is told; one that is met is not."""

from dataclasses import replace

import pytest

from tests.vignettes.expectations import complaints, holds, same
from tests.vignettes.outcome import EXTENSION, Outcome
from tests.vignettes.wording import Json, VignetteError

ACTION = {
    "type": "update",
    "description": "Ramener à 200 mg",
    "resource": {"resourceType": "MedicationRequest", "id": "draft", "status": "draft"},
}
CARD = {
    "summary": "Hydroxychloroquine 7,7 mg/kg",
    "detail": "Au-dessus de 5 mg/kg.",
    "indicator": "warning",
    "suggestions": [{"label": "200 mg par jour", "actions": [ACTION]}],
    "overrideReasons": [{"code": "O2"}],
    "extension": {EXTENSION: {"rules": ["hcq-dose"], "verdict": "fires"}},
}
FACTS = {"dose_mg_per_kg": 7.6923}
TRACE: list[Json] = [
    {"rule": "hcq-dose", "verdict": "fires", "because": "7.69", "facts": FACTS},
    {"rule": "hcq-missing", "verdict": "quiet", "because": "present"},
    {"rule": "hcq-weight", "verdict": "cannot-tell", "missing": ["weight: not-sent"]},
]  # fmt: skip
OUTCOME = Outcome("hcq-dose", "order-sign", 200, [CARD], TRACE)


@pytest.mark.parametrize(
    "expect",
    [
        {"verdict": "fires", "indicator": "warning", "cards": 1},
        {"facts": {"dose_mg_per_kg": 7.69}},
        {"card_says": ["7,7 mg/kg", "Au-dessus"], "card_says_not": "arrêter"},
        {"silent": ["hcq-missing"], "speaks": ["hcq-dose"]},
        {"suggestion": {"type": "update", "resource": "MedicationRequest", "says": ["200 mg"]}},
        {"suggestion": {"has": {"status": "draft"}, "count": 1}},
        {"because": "7.69", "override_reasons": "O2"},
    ],
)
def test_an_expectation_that_is_met_is_not_told(expect: Json) -> None:
    assert complaints(OUTCOME, expect) == []


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ({"verdict": "quiet"}, "expected 'quiet'"),
        ({"indicator": "info"}, "to be 'info', it is 'warning'"),
        ({"facts": {"dose_mg_per_kg": 7.5}}, "to be 7.5, it is 7.6923"),
        ({"facts": {"upcr_mg_per_g": 700}}, "not told"),
        ({"card_says": "arrêter"}, "does not say"),
        ({"card_says_not": "5 mg"}, "should not say"),
        ({"missing": ["weight"]}, "not named as missing"),
        ({"silent": ["hcq-dose"]}, "expected not to fire"),
        ({"speaks": ["hcq-missing"]}, "expected to fire"),
        ({"speaks": ["gc-bone"]}, "not in the trace"),
        ({"suggestion": {"type": "delete"}}, "no suggestion fits"),
        ({"suggestion": "none"}, "no suggestion was expected"),
        ({"cards": 0}, "expected 0 cards"),
        ({"shown": False}, "no card was expected"),
        ({"http": 412}, "HTTP 200"),
        ({"override_reasons": ["O9"]}, "no override reason"),
    ],
)
def test_an_expectation_that_is_not_met_is_told(expect: Json, told: str) -> None:
    found = complaints(OUTCOME, expect)
    assert found
    assert told in found[0]


def test_a_rule_that_fires_without_a_card_is_told_even_when_not_asked() -> None:
    assert "no card names it" in complaints(replace(OUTCOME, cards=[]), {"verdict": "fires"})[0]


def test_a_rule_in_shadow_may_fire_without_a_card() -> None:
    shadow = [{**TRACE[0], "shadow": True}]
    assert complaints(replace(OUTCOME, cards=[], trace=shadow), {"verdict": "fires"}) == []


def test_a_quiet_rule_named_by_a_card_is_told() -> None:
    card = {**CARD, "extension": {EXTENSION: {"rules": ["hcq-missing"]}}}
    quiet = replace(OUTCOME, rule="hcq-missing", cards=[card])
    assert "yet a card names it" in complaints(quiet, {"verdict": "quiet"})[0]


def test_what_is_missing_is_found_in_the_trace() -> None:
    assert complaints(replace(OUTCOME, rule="hcq-weight"), {"missing": ["weight"]}) == []


def test_a_rule_not_judged_at_the_hook_is_told() -> None:
    assert "not judged at order-sign" in complaints(replace(OUTCOME, rule="gc-bone"), {})[0]


def test_an_unknown_expectation_is_refused() -> None:
    with pytest.raises(VignetteError, match="verdict"):
        complaints(OUTCOME, {"verdikt": "fires"})


def test_true_is_not_one_and_a_text_is_not_a_number() -> None:
    assert not same(True, 1)
    assert not same("10", 10)
    assert same(6.667, 6.67)


def test_a_part_is_found_member_by_member() -> None:
    assert holds({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]})
    assert not holds({"a": [{"b": 1}]}, {"a": [{"b": 2}]})
