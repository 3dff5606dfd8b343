"""A suggestion that a clinician accepts is done on the FHIR server; then the advice is gone."""

import pytest

from integration.tests.moments import Moment
from integration.tests.record import Record, record_of
from integration.tests.server import RealServer
from integration.tests.service import Json, Service
from integration.tests.test_same_cards import EVERY_MOMENT

STANDS = {
    "gc-pjp-prophylaxis": "the draft leaves the molecule to be chosen",
    "hbv-before-bcell": "a serology that is asked for is not negative yet",
    "mmf-pregnancy": "a test that is asked for is not negative yet",
}
"""Advice that stands until more has happened than its suggestion."""
DANGER_REMOVED = ("delete", "update")
"""Actions on the draft itself: after them even the advice above is gone."""


@EVERY_MOMENT
def test_advice_that_was_followed_is_gone(
    moment: Moment, service: Service, hapi: RealServer
) -> None:
    for card in service.cards(record_of(moment, hapi.base).asks()).cards:
        if card.get("suggestions"):
            follow(card, record_of(moment, hapi.base), service)


def follow(card: Json, record: Record, service: Service) -> None:
    """Accept what a card suggests, and ask again."""
    before = next(one for one in service.cards(record.asks()).cards if same_advice(one, card))
    accepted = suggestions_to_accept(before)
    for suggestion in accepted:
        record.accept(suggestion)
    if "draftOrders" not in record.call["context"]:
        # Only drafts of the call are seen as what will be done; elsewhere an order is signed first.
        record.sign()
    after = service.cards(record.asks())
    assert after.status == 200, after.body
    offered = {
        suggestion["label"]
        for one in after.cards
        if rules(one) & rules(card)
        for suggestion in one.get("suggestions", ())
    }
    again = offered & {suggestion["label"] for suggestion in accepted}
    kinds = {action["type"] for suggestion in accepted for action in suggestion["actions"]}
    stands = bool(rules(card) & STANDS.keys()) and kinds.isdisjoint(DANGER_REMOVED)
    assert bool(again) is stands, (card["summary"], again)


def suggestions_to_accept(card: Json) -> list[Json]:
    """All of them, or the first of those that exclude each other."""
    offered: list[Json] = card["suggestions"]
    return offered[:1] if card["selectionBehavior"] == "at-most-one" else offered


def rules(card: Json) -> set[str]:
    return set(card["extension"]["example.lupus-cds"]["rules"])


def same_advice(one: Json, other: Json) -> bool:
    return rules(one) == rules(other) and one["summary"] == other["summary"]


def only_card(rule: str, record: Record, service: Service) -> Json:
    return next(one for one in service.cards(record.asks()).cards if rule in rules(one))


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_an_update_changes_the_draft_on_the_server(
    hook: str, service: Service, hapi: RealServer
) -> None:
    record = record_of(Moment("hcq-too-high", hook), hapi.base)
    (before,) = record.drafts()
    card = only_card("hcq-dose-above-5mgkg", record, service)
    record.accept(card["suggestions"][0])
    (after,) = record.drafts()
    assert after["id"] == before["id"]
    assert after["meta"]["versionId"] == "2"
    assert after["dosageInstruction"] != before["dosageInstruction"]
    kept = before.keys() - {"dosageInstruction", "meta", "dispenseRequest"}
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}
    left = service.cards(record.asks())
    assert left.status == 200
    assert all("hcq-dose-above-5mgkg" not in rules(one) for one in left.cards)


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_a_delete_removes_the_draft_and_nothing_else(
    hook: str, service: Service, hapi: RealServer
) -> None:
    record = record_of(Moment("mycophenolate-pregnant", hook), hapi.base)
    assert len(record.drafts()) == 1
    card = only_card("mmf-pregnancy", record, service)
    record.accept(card["suggestions"][0])
    assert record.drafts() == []
    left = service.cards(record.asks())
    assert left.status == 200
    assert all("mmf-pregnancy" not in rules(one) for one in left.cards)
