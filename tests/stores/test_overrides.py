"""An override is found again for its patient, and for nobody else."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.dialects import sqlite

from cds_service.store.address import address
from cds_service.store.connections import connect
from cds_service.store.overrides import _OF_PATIENT
from cds_service.store.store import Store
from cds_service.tact.snooze import Overridden
from tests.stores.entries import CARD, NOW, SERVICE, accepted, overridden, shown


def test_an_override_is_found_with_its_rule_its_urgency_and_the_day_we_heard_of_it(
    store: Store,
) -> None:
    store.add_calls([shown(CARD)])
    store.add_feedback([overridden(at="1999-01-01T00:00:00Z")], SERVICE, NOW)
    assert store.overrides("patient-1", NOW) == (
        Overridden("dose-high", "fires", "warning", date(2026, 11, 20)),
    )


def test_the_record_of_the_card_may_come_after_the_feedback(store: Store) -> None:
    store.add_feedback([overridden()], SERVICE, NOW)
    assert store.overrides("patient-1", NOW) == ()
    store.add_calls([shown(CARD)])
    assert len(store.overrides("patient-1", NOW)) == 1


def test_what_was_accepted_and_what_others_overrode_does_not_count(store: Store) -> None:
    store.add_calls([shown(CARD), shown("b", patient="patient-2"), shown("c", patient=None)])
    store.add_feedback([accepted(), overridden("b"), overridden("c")], SERVICE, NOW)
    assert store.overrides("patient-1", NOW) == ()
    assert len(store.overrides("patient-2", NOW)) == 1


def test_patients_of_different_callers_and_servers_never_meet(store: Store) -> None:
    keys = {
        store.patient_key(*who)
        for who in [
            ("", "", "1"), ("a", "", "1"), ("", "a", "1"), ("a", "b", "1"), ("ab", "", "1"),
            ("a", "b", "2"),
        ]
    }  # fmt: skip
    assert len(keys) == 6
    assert store.patient_key("", "https://x/fhir/", "1") == store.patient_key(
        "", "https://x/fhir", "1"
    )


def test_another_secret_gives_other_keys(database_url: str) -> None:
    first, second = (Store(database_url, f"secret number {n} of two") for n in (1, 2))
    assert first.patient_key("", "", "1") != second.patient_key("", "", "1")


def test_the_look_up_reads_two_indexes_and_no_table_from_end_to_end(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    Store(url, "a secret for the tests").prepare()
    statement = _OF_PATIENT.compile(dialect=sqlite.dialect())
    with connect(address(url)).read.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", ("p", "overridden", "2026")
        ).all()
    steps = [str(row[-1]) for row in plan]
    assert len(steps) == 2
    assert all(step.startswith("SEARCH") for step in steps), steps


def test_old_records_go_and_recent_ones_stay(store: Store) -> None:
    old = NOW - timedelta(days=401)
    store.add_calls([shown("old", at=old), shown(CARD)])
    store.add_feedback([overridden("old")], SERVICE, old)
    store.add_feedback([overridden()], SERVICE, NOW)
    assert store.remember("https://ehr.example", "j1", old.timestamp())
    gone = store.prune(NOW - timedelta(days=400), NOW)
    assert gone == {"audit_call": 1, "shown_card": 1, "feedback": 1, "used_token": 1}
    assert [entry["card"] for entry in store.feedback()] == [CARD]
    assert len(store.overrides("patient-1", NOW)) == 1


def test_a_token_is_remembered_once_for_each_issuer(store: Store, database_url: str) -> None:
    until = NOW.timestamp()
    assert store.remember("https://a.example", "j1", until)
    assert not Store(database_url).remember("https://a.example", "j1", until)
    assert store.remember("https://b.example", "j1", until)
