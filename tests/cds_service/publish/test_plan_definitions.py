"""Each rule is a PlanDefinition that other tools can read: when, what is asked, said and cited."""

from typing import Any

import pytest

from cds_service.engine.pack import Rule
from tests.cds_service.publish.published import english, of_type, one, pack

RULES = pack().rules
IDS = [rule.id for rule in RULES]


def plan(rule: Rule) -> dict[str, Any]:
    return one("PlanDefinition", rule.id)


def wordings(rule: Rule) -> list[dict[str, Any]]:
    return [said for said in plan(rule)["action"][0]["action"] if "priority" in said]


def test_every_rule_has_one_and_nothing_else_has() -> None:
    assert sorted(p["id"] for p in of_type("PlanDefinition")) == sorted(IDS)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_is_an_event_condition_action_rule_of_its_hooks(rule: Rule) -> None:
    assert plan(rule)["type"]["coding"][0]["code"] == "eca-rule"
    (action,) = plan(rule)["action"]
    triggers = [(trigger["type"], trigger["name"]) for trigger in action["trigger"]]
    assert triggers == [("named-event", hook) for hook in rule.table.hooks]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_asks_the_question_of_the_rule_in_both_languages(rule: Rule) -> None:
    (action,) = plan(rule)["action"]
    assert action["textEquivalent"] == rule.table.question.fr
    assert english(action, "textEquivalent") == rule.table.question.en
    (condition,) = action["condition"]
    assert condition["kind"] == "applicability"
    assert condition["extension"][0]["valueString"] == rule.table.question.fr


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_says_what_the_cards_say_with_their_urgency(rule: Rule) -> None:
    said = wordings(rule)
    assert [
        (one["title"], english(one, "title"), one["description"], english(one, "description"))
        for one in said
    ] == [
        (w.summary.fr, w.summary.en, w.detail.fr, w.detail.en) for w in rule.table.wording.values()
    ]
    urgency = {"info": "routine", "warning": "urgent", "critical": "stat"}
    assert [one["priority"] for one in said] == [
        urgency[wording.indicator] for wording in rule.table.wording.values()
    ]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_cites_every_source_with_its_place_and_date(rule: Rule) -> None:
    cited = plan(rule)["relatedArtifact"]
    assert cited
    for citation in rule.table.sources:
        source = pack().sources[citation.id]
        (found,) = [
            artifact
            for artifact in cited
            if artifact["label"] == citation.id
            and f", {citation.locator} ({source.published})" in artifact["display"]
            and f"Certitude {citation.certainty} (" in artifact["citation"]
        ]
        assert source.citation in found["citation"]
        assert source.checked_on.isoformat() in found["citation"]
        assert source.published in english(found, "citation")


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_tells_every_number_of_the_rule(rule: Rule) -> None:
    for number in rule.table.numbers.values():
        assert number.means.fr in plan(rule)["description"]
        assert number.means.en in english(plan(rule), "description")
        for value in number.values:
            assert value.since.isoformat() in plan(rule)["description"]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_tells_when_the_rule_keeps_quiet_and_what_it_leaves_out(rule: Rule) -> None:
    left_out = [rule.table.not_modelled] if rule.table.not_modelled else []
    for text in (*rule.table.quiet.values(), *left_out):
        assert text.fr in plan(rule)["description"]
        assert text.en in english(plan(rule), "description")


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_is_as_active_as_the_rule_and_says_when_it_is_reviewed(rule: Rule) -> None:
    expected = {"active": "active", "shadow": "draft", "off": "retired"}[rule.table.status]
    assert plan(rule)["status"] == expected
    assert plan(rule)["experimental"] == (rule.table.status == "shadow")
    assert plan(rule)["effectivePeriod"]["end"] == rule.table.review_by.isoformat()
    assert plan(rule)["lastReviewDate"] <= plan(rule)["date"]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_it_offers_the_override_reasons_of_the_rule(rule: Rule) -> None:
    offered = [
        (e["valueCoding"]["system"], e["valueCoding"]["code"])
        for e in plan(rule).get("extension", ())
    ]
    reasons = [pack().overrides[name] for name in rule.table.override]
    assert offered == [(reason.system, reason.code) for reason in reasons]


def test_the_data_it_needs_name_profiles_and_codes() -> None:
    (action,) = one("PlanDefinition", "hcq-dose-above-5mgkg")["action"]
    filtered = [need["codeFilter"] for need in action["input"] if "codeFilter" in need]
    # Several filters in one requirement would mean codes that are in all of them.
    assert all(len(filters) == 1 for filters in filtered)
    filters = {value["valueSet"].rsplit("/", maxsplit=1)[1] for (value,) in filtered}
    assert {"med.hydroxychloroquine", "obs.weight", "cond.retinopathy"} <= filters
    assert "med.belimumab" not in filters
    (patient,) = [need for need in action["input"] if need["type"] == "Patient"]
    assert {"birthDate", "gender"} <= set(patient["mustSupport"])
    assert "[x]" not in str(action["input"])
