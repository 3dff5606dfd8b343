"""Cards as the contract and CDS Hooks 2.0 define them."""

from typing import Any
from uuid import UUID

import pytest

from tests.toy_pack.calls import INSTANCE, Json, Said, call, prednisone, searchset, service, weight

EXTENSION = "example.lupus-cds"


def cards(body: Json, lang: str = "fr", **settings: Any) -> list[Json]:
    client = service(max_cards=0, **settings)
    headers = {"Accept-Language": lang}
    answer = client.post(f"/cds-services/lupus-{body['hook']}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.get_json()["cards"]
    return found


def merged(lang: str = "fr") -> Json:
    return cards(call("order-sign", prednisone(100), observations=weight(50)), lang)[0]


def test_two_rules_about_one_order_make_one_card_with_the_more_urgent_on_top() -> None:
    card = merged()
    assert card["extension"][EXTENSION]["rules"] == ["dose-weight", "dose-high"]
    assert card["indicator"] == "critical"
    assert card["summary"] == "Dose très excessive : 2 mg/kg/j."
    assert card["source"]["topic"]["code"] == "dose-weight"
    assert card["source"]["label"] == "lupus-cds · Jouet 2024"
    assert card["detail"].split("\n\n") == [
        "La dose atteint 2 mg/kg/j.",
        "**CORTANCYL** à 100 mg/j, la limite est 7,5 mg/j.",
        "Sources : Jouet 2024 (#2) · Jouet 2024 (#1) · Papier jouet (p. 2)",
    ]
    assert card["links"] == [
        {"label": "Jouet 2024", "url": "https://toy.example/2024", "type": "absolute"}
    ]
    assert card["extension"][EXTENSION]["sources"] == ["toy-2024", "toy-paper"]
    assert card["extension"][EXTENSION]["verdict"] == "fires"


def test_the_suggestion_of_the_other_rule_is_kept() -> None:
    card = merged()
    assert [one["label"] for one in card["suggestions"]] == ["Ramener CORTANCYL à 5 mg/j"]
    assert card["selectionBehavior"] == "any"
    assert card["suggestions"][0]["actions"][0]["type"] == "update"


def test_override_reasons_are_those_of_the_rules_each_once() -> None:
    assert [reason["code"] for reason in merged()["overrideReasons"]] == [
        "risk-benefit-ratio", "expert-contradicts",
    ]  # fmt: skip


def test_a_warning_without_reasons_of_its_own_still_offers_some() -> None:
    card = cards(call("order-select", prednisone()))[0]
    assert card["indicator"] == "warning"
    assert {reason["code"] for reason in card["overrideReasons"]} == {
        "expert-contradicts", "data-wrong-or-outdated",
    }  # fmt: skip


def test_english_is_english_throughout() -> None:
    card = merged("en")
    assert card["summary"] == "Dose far too high: 2 mg/kg/day."
    assert card["suggestions"][0]["label"] == "Lower CORTANCYL to 5 mg/day"
    assert card["overrideReasons"][0]["display"] == "Benefit judged to outweigh the risk"
    dosage = card["suggestions"][0]["actions"][0]["resource"]["dosageInstruction"]
    assert dosage[0]["text"] == "10 mg once a day for 14 days"


def test_uuids_are_real_and_the_same_for_the_same_call_only() -> None:
    first, again = merged(), merged()
    assert UUID(first["uuid"]).version == 5
    assert first["uuid"] == again["uuid"]
    assert first["suggestions"][0]["uuid"] == again["suggestions"][0]["uuid"]
    other = call("order-sign", prednisone(100), observations=weight(50))
    other["hookInstance"] = INSTANCE.replace("d", "e")
    assert cards(other)[0]["uuid"] != first["uuid"]


def test_what_cannot_be_told_joins_the_card_that_fires_and_says_what_is_missing() -> None:
    card = cards(call("order-sign", prednisone(), observations=None))[0]
    assert card["extension"][EXTENSION]["rules"] == ["dose-high", "dose-weight"]
    assert "**Dose selon le poids** — impossible de conclure : poids : absent" in card["detail"]


def test_a_card_of_missing_data_is_info_and_names_them() -> None:
    (card,) = cards(call("patient-view"))
    assert card["indicator"] == "info"
    assert card["extension"][EXTENSION]["verdict"] == "cannot-tell"
    assert card["summary"] == (
        "Lupus : impossible de conclure (Poids à mesurer) — il manque : poids"
    )
    assert "poids : non transmis dans la requête" in card["detail"]
    assert "suggestions" not in card


def test_absence_that_was_searched_for_fires() -> None:
    (card,) = cards(call("patient-view", observations=None))
    assert card["extension"][EXTENSION]["verdict"] == "fires"
    assert card["suggestions"][0]["actions"][0]["resource"]["resourceType"] == "ServiceRequest"


def test_a_second_draft_is_withdrawn_by_its_id() -> None:
    drafts = (prednisone(5), prednisone(5, id="draft-2"))
    found = cards(call("order-sign", *drafts, observations=weight(60)))
    (action,) = found[0]["suggestions"][0]["actions"]
    assert (action["type"], action["resourceId"]) == ("delete", "MedicationRequest/draft-2")
    assert "resource" not in action


def test_advice_stands_without_suggestion_when_the_draft_has_no_id() -> None:
    draft = prednisone()
    del draft["id"]
    card = cards(call("order-sign", draft, observations=weight(60)))[0]
    assert card["indicator"] == "warning"
    assert "suggestions" not in card
    assert "selectionBehavior" not in card


def test_advice_stands_without_suggestion_when_the_draft_cannot_be_sent_back() -> None:
    deep: Said = "x"
    for _ in range(70):
        deep = [deep]
    draft = prednisone(extra=deep)
    card = cards(call("order-sign", draft, observations=weight(60)))[0]
    assert card["indicator"] == "warning"
    assert "suggestions" not in card


def test_a_hostile_drug_name_stays_data() -> None:
    draft = prednisone()
    draft["medicationCodeableConcept"]["text"] = "[clic](https://evil.example) <img src=x>" * 9
    card = cards(call("order-select", draft))[0]
    assert "](" not in card["detail"].replace("\\](", "")
    assert "<" not in card["detail"]
    assert len(card["summary"]) < 140


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "body",
    [
        call("patient-view"),
        call("patient-view", observations=None),
        call("order-select", prednisone()),
        call("order-sign", prednisone(100), observations=weight(50)),
        call("order-sign", prednisone(category={}, note=None), observations=searchset()),
    ],
    ids=["view", "view-empty", "select", "sign", "sign-odd"],
)
def test_no_member_of_an_answer_is_null_or_empty(body: Json, lang: str) -> None:
    found = cards(body, lang)
    assert found
    assert list(empty_members(found)) == []
    assert all(0 < len(card["summary"]) < 140 for card in found)
    assert all(("suggestions" in card) == ("selectionBehavior" in card) for card in found)


def empty_members(value: Said, path: str = "$") -> list[str]:
    if value is None or value in ("", [], {}):
        return [path]
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in empty_members(v, f"{path}.{k}")]
    if isinstance(value, list):
        return [p for n, v in enumerate(value) for p in empty_members(v, f"{path}[{n}]")]
    return []
