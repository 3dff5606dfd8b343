"""Feedback over HTTP: all of a batch or nothing, and what an override does to the next call."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cds_service.app import MEMORY, create_app
from cds_service.settings import Settings
from cds_service.store.store import Store
from tests.toy_pack.calls import (
    INSTANCE,
    PACK,
    TODAY,
    Json,
    Said,
    call,
    prednisone,
    service,
    weight,
)

SELECT, SIGN = "lupus-order-select", "lupus-order-sign"
AT = "2026-11-20T09:00:00Z"


class Ehr:
    """A record connected to a service with a store."""

    def __init__(self, folder: Path, today: date = TODAY) -> None:
        self.url = f"sqlite:///{folder / 'store.db'}"
        self.store = Store(self.url)
        self.store.prepare()
        self.app = create_app(Settings(content=PACK, database_url=self.url), lambda: today)
        self.client: FlaskClient = self.app.test_client()

    def cards(self, service_id: str, **context: str) -> list[Json]:
        body = self._body(service_id, **context)
        answer = self.client.post(f"/cds-services/{service_id}", json=body)
        assert answer.status_code == 200
        return list(answer.get_json()["cards"])

    def rows(self, service_id: str) -> dict[str, Json]:
        answer = self.client.post(f"/explain/{service_id}", json=self._body(service_id))
        return {row["rule"]: row for row in answer.get_json()["trace"]}

    def send(self, *entries: Said, service_id: str = SELECT) -> TestResponse:
        return self.client.post(
            f"/cds-services/{service_id}/feedback", json={"feedback": list(entries)}
        )

    def kept(self) -> list[Said]:
        return list(self.store.feedback())

    def close(self) -> None:
        self.app.extensions[MEMORY].close()

    def _body(self, service_id: str, **context: str) -> Json:
        body = call(service_id.removeprefix("lupus-"), prednisone(), observations=weight(50))
        body["hookInstance"] = context.get("instance", str(uuid4()))
        patient = context.get("patient", "p1")
        return json.loads(json.dumps(body).replace("p1", patient))


@pytest.fixture
def ehr(tmp_path: Path) -> Iterator[Ehr]:
    made = Ehr(tmp_path)
    yield made
    made.close()


def override(card: str, **members: Said) -> Json:
    return {"card": card, "outcome": "overridden", "outcomeTimestamp": AT} | members


def rules(cards: list[Json]) -> set[str]:
    return {rule for card in cards for rule in card["extension"]["example.lupus-cds"]["rules"]}


def test_feedback_is_kept_and_joined_to_rule_and_content(ehr: Ehr) -> None:
    card = ehr.cards(SELECT)[0]
    reason = {"code": "later", "system": "urn:x", "extension": []}
    entry = override(
        card["uuid"].upper(), overrideReason={"reason": reason, "userComment": "plus tard"}
    )
    answer = ehr.send(entry | {"extension": {"any": 1}, "more": [1]})
    assert (answer.status_code, answer.get_json()) == (200, {})
    (kept,) = ehr.kept()
    assert kept["card"] == card["uuid"]
    assert kept["rules"] == card["extension"]["example.lupus-cds"]["rules"] == ["dose-high"]
    assert kept["contentVersion"] == card["extension"]["example.lupus-cds"]["contentVersion"]
    assert kept["overrideReason"] == {
        "reason": {"code": "later", "system": "urn:x"}, "userComment": "plus tard",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("malformed", "where"),
    [
        ({"card": None}, ""),
        ({"card": ""}, ".card"),
        ({"card": 1}, ".card"),
        ({"outcome": "ignored"}, ".outcome"),
        ({"outcomeTimestamp": "yesterday"}, ".outcomeTimestamp"),
        ({"outcomeTimestamp": "2026-11-20T09:00:00"}, ".outcomeTimestamp"),
        ({"outcome": "accepted"}, ".acceptedSuggestions"),
        ({"outcome": "accepted", "acceptedSuggestions": [{}]}, ".acceptedSuggestions"),
        ({"overrideReason": "later"}, ".overrideReason"),
        ({"overrideReason": {"reason": {"display": "x"}}}, ".overrideReason.reason"),
        ({"overrideReason": {"userComment": 1}}, ".overrideReason.userComment"),
    ],
)
def test_one_malformed_entry_refuses_the_whole_batch_and_is_named(
    ehr: Ehr, malformed: Json, where: str
) -> None:
    broken = override("b") | malformed
    answer = ehr.send(override("a"), broken, override("c"))
    assert answer.status_code == 400
    (issue,) = answer.get_json()["issue"]
    assert issue["expression"][0].startswith(f"$.feedback[1]{where}")
    assert ehr.kept() == []


@pytest.mark.parametrize("missing", ["card", "outcome", "outcomeTimestamp"])
def test_an_entry_without_a_required_member_refuses_the_batch(ehr: Ehr, missing: str) -> None:
    entry = {name: value for name, value in override("a").items() if name != missing}
    answer = ehr.send(override("b"), entry)
    assert answer.status_code == 400
    assert missing in answer.get_json()["issue"][0]["diagnostics"]
    assert ehr.kept() == []


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"feedback": {}}', '{"feedback": [1]}', "NaN"])
def test_a_body_that_is_not_feedback_is_400(ehr: Ehr, body: str) -> None:
    answer = ehr.client.post(
        f"/cds-services/{SELECT}/feedback", data=body, content_type="application/json"
    )
    assert answer.status_code == 400


def test_unknown_cards_odd_characters_and_empty_batches_are_taken(ehr: Ehr) -> None:
    assert ehr.send().status_code == 200
    comment = {"userComment": "nul \x00, 🦋, ' ; DROP TABLE feedback; --"}
    assert ehr.send(override("of another day", overrideReason=comment)).status_code == 200
    assert ehr.send(override("b", overrideReason={}, acceptedSuggestions=None)).status_code == 200
    assert [entry["rules"] for entry in ehr.kept()] == [[], []]


def test_feedback_for_an_unknown_service_is_404(ehr: Ehr) -> None:
    assert ehr.send(override("a"), service_id="other").status_code == 404


def test_feedback_without_a_store_is_503_and_advice_goes_on() -> None:
    client = service()
    answer = client.post(f"/cds-services/{SELECT}/feedback", json={"feedback": [override("a")]})
    assert answer.status_code == 503
    assert answer.get_json()["resourceType"] == "OperationOutcome"
    assert client.get("/readyz").status_code == 503
    body = call("order-select", prednisone())
    assert client.post(f"/cds-services/{SELECT}", json=body).get_json()["cards"]


def test_a_deleted_database_is_noticed_and_advice_goes_on(ehr: Ehr, tmp_path: Path) -> None:
    assert ehr.client.get("/readyz").get_json() == {"status": "ok"}
    assert ehr.send(override(ehr.cards(SELECT)[0]["uuid"])).status_code == 200
    assert ehr.cards(SIGN) == []
    (tmp_path / "store.db").unlink()
    assert ehr.send(override("a")).status_code == 503
    assert ehr.client.get("/readyz").status_code == 503
    assert rules(ehr.cards(SIGN)) == {"dose-high"}
    assert not (tmp_path / "store.db").exists()


def test_a_database_replaced_by_something_else_is_noticed(ehr: Ehr, tmp_path: Path) -> None:
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    (tmp_path / "store.db").write_bytes(b"not a database" * 100)
    assert ehr.send(override("a")).status_code == 503
    assert ehr.client.get("/readyz").status_code == 503
    assert rules(ehr.cards(SIGN)) == {"dose-high"}


def test_advice_overridden_at_order_select_is_not_repeated_at_order_sign(ehr: Ehr) -> None:
    (card,) = ehr.cards(SELECT)
    assert rules(ehr.cards(SIGN)) == {"dose-high"}
    ehr.send(override(card["uuid"]))
    assert ehr.cards(SIGN) == []
    assert ehr.cards(SELECT) == []
    row = ehr.rows(SIGN)["dose-high"]
    assert row["verdict"] == "fires"
    assert row["snoozed"] is True
    assert row["snoozedUntil"] == (TODAY + timedelta(days=183)).isoformat()
    assert "snoozed" not in ehr.rows(SIGN)["weight-asked"]


def test_another_patient_is_still_advised_even_with_the_same_hook_instance(ehr: Ehr) -> None:
    one, two = (
        ehr.cards(SELECT, patient=patient, instance=INSTANCE)[0]["uuid"] for patient in ("p1", "p2")
    )
    assert one != two
    ehr.send(override(one))
    assert ehr.cards(SIGN) == []
    assert rules(ehr.cards(SIGN, patient="p2")) == {"dose-high"}


def test_an_accepted_card_snoozes_nothing(ehr: Ehr) -> None:
    (card,) = ehr.cards(SELECT)
    accepted = {"outcome": "accepted", "acceptedSuggestions": [{"id": "s"}]}
    assert ehr.send(override(card["uuid"]) | accepted).status_code == 200
    assert rules(ehr.cards(SIGN)) == {"dose-high"}


def test_the_advice_comes_back_when_the_window_is_over(ehr: Ehr, tmp_path: Path) -> None:
    ehr.send(override(ehr.cards(SELECT)[0]["uuid"]))
    for days, shown in ((182, set()), (183, {"dose-high"})):
        later = Ehr(tmp_path, TODAY + timedelta(days=days))
        assert rules(later.cards(SIGN)) == shown
        later.close()


def test_explaining_leaves_nothing_behind(ehr: Ehr) -> None:
    card = ehr.client.post(
        f"/explain/{SELECT}", json=call("order-select", prednisone())
    ).get_json()["cards"][0]
    ehr.close()
    ehr.send(override(card["uuid"]))
    assert [entry["rules"] for entry in ehr.kept()] == [[]]
    assert rules(ehr.cards(SIGN)) == {"dose-high"}
