"""The feedback address, which clients call blindly."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cds_service.store.store import Store
from tests.conformance.calls import PATHS, Json, service

PATH = f"{PATHS['order-sign']}/feedback"
CARD = "9368d37b-283f-44a0-93ea-547cebab93ed"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    url = f"sqlite:///{tmp_path}/store.db"
    Store(url).upgrade()
    return service(database_url=url)


def entry(**members: object) -> Json:
    every = {
        "card": CARD,
        "outcome": "overridden",
        "outcomeTimestamp": "2026-11-20T10:05:31Z",
    } | members
    return {name: value for name, value in every.items() if value is not None}


def accepted(**members: object) -> Json:
    return entry(outcome="accepted", acceptedSuggestions=[{"id": CARD}], **members)


REASON = {"code": "patient-refuses", "system": "http://terminology.hl7.org/CodeSystem/x"}


@pytest.mark.parametrize(
    "entries",
    [
        [accepted()],
        [entry()],
        [entry(overrideReason={"reason": REASON})],
        [entry(overrideReason={"reason": REASON | {"display": "Refuses"}, "userComment": "no"})],
        [entry(overrideReason={"userComment": "no"})],
        [entry(), accepted(card="4ad1a302-b475-4360-847b-2031870df4a6")],
        [entry(extension={"com.example": 1}, future=1)],
    ],
)
def test_feedback_as_the_specification_shows_it_is_200(
    client: FlaskClient, entries: list[Json]
) -> None:
    assert client.post(PATH, json={"feedback": entries}).status_code == 200


def test_the_same_feedback_may_come_again_and_is_kept_once(
    client: FlaskClient, tmp_path: Path
) -> None:
    for _ in range(2):
        assert client.post(PATH, json={"feedback": [entry()]}).status_code == 200
    later = entry(outcomeTimestamp="2026-11-20T11:00:00Z")
    assert client.post(PATH, json={"feedback": [later]}).status_code == 200
    kept = list(Store(f"sqlite:///{tmp_path}/store.db").feedback())
    assert len(kept) == 2


@pytest.mark.parametrize(
    "body",
    [
        {}, {"feedback": {}}, {"feedback": [{}]}, {"feedback": [entry(card=None)]},
        {"feedback": [entry(outcome="ignored")]}, {"feedback": [entry(outcomeTimestamp="today")]},
        {"feedback": [entry(), entry(outcome=None)]},
        {"feedback": [entry(outcome="accepted")]}, {"feedback": [entry(outcomeTimestamp=None)]},
        {"feedback": [entry(outcome="accepted", acceptedSuggestions=[])]},
        {"feedback": [entry(outcome="accepted", acceptedSuggestions=[{}])]},
        {"feedback": [entry(outcomeTimestamp="2026-11-20T10:05:31")]}, [entry()],
    ],
)  # fmt: skip
def test_feedback_that_is_not_as_specified_is_400(client: FlaskClient, body: Json) -> None:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 400
    assert answer.get_json()["resourceType"] == "OperationOutcome"
