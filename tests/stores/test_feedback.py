"""Feedback is kept once, whatever is known of the card, and joined to the card when read."""

import threading
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from cds_service.errors import StoreLostError
from cds_service.store.store import Store
from tests.stores.entries import CARD, NOW, SERVICE, accepted, overridden, shown


def test_the_same_card_outcome_and_instant_is_one_entry(store: Store) -> None:
    store.add_feedback([overridden(), overridden()], SERVICE, NOW)
    store.add_feedback([overridden(user_comment="again")], SERVICE, NOW + timedelta(days=1))
    (entry,) = store.feedback()
    assert entry["receivedAt"] == "2026-11-20T09:30:00.000000Z"
    assert entry["overrideReason"] is None


def test_another_instant_outcome_or_card_is_another_entry(store: Store) -> None:
    store.add_feedback(
        [overridden(), overridden(at="2026-11-20T09:29:01Z"), accepted(), overridden("another")],
        SERVICE, NOW,
    )  # fmt: skip
    assert len(list(store.feedback())) == 4


def test_an_entry_comes_back_as_it_was_said(store: Store) -> None:
    reason = {"system": "urn:reasons", "code": "later"}
    store.add_feedback([overridden(reason=reason, user_comment="Après l’été 🦋")], SERVICE, NOW)
    (entry,) = store.feedback()
    assert entry == {
        "card": CARD, "outcome": "overridden", "outcomeTimestamp": "2026-11-20T09:29:00Z",
        "acceptedSuggestions": [],
        "overrideReason": {"reason": reason, "userComment": "Après l’été 🦋"},
        "rules": [], "contentVersion": None, "service": SERVICE,
        "receivedAt": "2026-11-20T09:30:00.000000Z",
    }  # fmt: skip


def test_feedback_is_joined_to_a_card_whose_record_comes_later(store: Store) -> None:
    store.add_feedback([accepted(), overridden("nobody's")], SERVICE, NOW)
    store.add_calls([shown(CARD)])
    first, second = store.feedback()
    assert (first["rules"], first["contentVersion"]) == (["dose-high"], "1.0+abc")
    assert first["acceptedSuggestions"] == [{"id": "s1"}]
    assert (second["rules"], second["contentVersion"]) == ([], None)


def test_a_card_shown_twice_is_remembered_once(store: Store) -> None:
    store.add_calls([shown(CARD), shown(CARD), shown(CARD)])
    store.add_feedback([accepted()], SERVICE, NOW)
    assert len(list(store.feedback())) == 1


def test_the_same_entries_sent_by_many_at_once_are_kept_once(store: Store) -> None:
    batch = [overridden(f"card-{number}") for number in range(40)]
    failed: list[Exception] = []

    def send(turned: bool) -> None:
        try:
            store.add_feedback(batch[::-1] if turned else batch, SERVICE, NOW)
        except (StoreLostError, SQLAlchemyError) as error:
            failed.append(error)

    threads = [threading.Thread(target=send, args=(n % 2 == 0,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(list(store.feedback())) == 40


def test_a_large_batch_is_kept_whole(store: Store) -> None:
    store.add_feedback([overridden(f"card-{number}") for number in range(3000)], SERVICE, NOW)
    assert len(list(store.feedback())) == 3000
