"""Samples are put on a FHIR server whole, or the command says why not."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
import requests
import responses
from click.testing import CliRunner, Result

from cds_service import samples
from cds_service.cli import main
from cds_service.cli.samples_transaction import transaction

BASE = "https://fhir.example/r4"
NAME = "alternate-day-steroid"
CHART = samples.chart(NAME, date(2026, 11, 20))


def load(*arguments: str, to: str = BASE) -> Result:
    return CliRunner().invoke(
        main, ["samples", "load", "--to", to, "--as-of", "2026-11-20", *arguments]
    )


@pytest.fixture(name="server")
def fhir_server() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def takes_all(server: responses.RequestsMock, entries: int) -> None:
    server.post(f"{BASE}", json={"resourceType": "Bundle", "entry": [{}] * entries})


def test_each_resource_is_put_under_its_own_id() -> None:
    sent = transaction(CHART, BASE)
    assert sent["type"] == "transaction"
    for entry, told in zip(sent["entry"], CHART["entry"], strict=True):
        resource = told["resource"]
        place = f"{resource['resourceType']}/{resource['id']}"
        assert entry["request"] == {"method": "PUT", "url": place}
        assert entry["fullUrl"] == f"{BASE}/{place}"
        assert entry["resource"] == resource


@pytest.mark.parametrize("base", [BASE, f"{BASE}/"])
def test_a_sample_is_sent_in_one_transaction(base: str, server: responses.RequestsMock) -> None:
    takes_all(server, len(CHART["entry"]))
    told = load(NAME, to=base)
    assert told.exit_code == 0, told.output
    assert told.output == f"{NAME}: Patient/exemple-b, {len(CHART['entry'])} resources\n"
    (sent,) = server.calls
    assert json.loads(sent.request.body or "") == transaction(CHART, BASE)


def test_without_a_name_all_samples_are_sent(server: responses.RequestsMock) -> None:
    for name in samples.names():
        takes_all(server, len(samples.chart(name, date(2026, 11, 20))["entry"]))
    told = load()
    assert told.exit_code == 0, told.output
    assert [line.split(":")[0] for line in told.output.splitlines()] == list(samples.names())


def test_an_unknown_sample_is_refused_before_anything_is_sent(
    server: responses.RequestsMock,
) -> None:
    told = load(NAME, "nobody")
    assert told.exit_code == 1
    assert "there is no sample 'nobody'" in told.output
    assert not server.calls


def test_the_reason_of_a_refusal_is_told(server: responses.RequestsMock) -> None:
    issue = {"severity": "error", "code": "invalid", "diagnostics": "no such type"}
    server.post(BASE, status=422, json={"resourceType": "OperationOutcome", "issue": [issue]})
    told = load(NAME)
    assert told.exit_code == 1
    assert "answered 422: no such type" in told.output


def test_a_sample_that_is_taken_in_part_is_an_error(server: responses.RequestsMock) -> None:
    takes_all(server, 1)
    told = load(NAME)
    assert told.exit_code == 1
    assert "does not say what it did with each resource" in told.output


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"body": "<html>"}, "does not answer in FHIR JSON"),
        ({"body": requests.ConnectionError("refused")}, "cannot be reached: ConnectionError"),
        ({"status": 307, "json": {}}, "answered 307: no reason given"),
    ],
)
def test_what_is_no_fhir_server_is_told_apart(
    answer: dict, said: str, server: responses.RequestsMock
) -> None:
    server.post(BASE, **answer)
    told = load(NAME)
    assert told.exit_code == 1
    assert said in told.output


def test_a_server_that_starts_is_waited_for(
    server: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cds_service.cli.samples_server._PAUSE", 0)
    server.get(f"{BASE}/metadata", body=requests.ConnectionError("refused"))
    server.get(f"{BASE}/metadata", status=503, json={})
    server.get(f"{BASE}/metadata", json={"resourceType": "CapabilityStatement"})
    takes_all(server, len(CHART["entry"]))
    assert load(NAME, "--wait", "60").exit_code == 0


def test_waiting_ends(server: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cds_service.cli.samples_server._PAUSE", 0.3)
    server.get(f"{BASE}/metadata", body=requests.ConnectionError("refused"))
    told = load(NAME, "--wait", "1")
    assert told.exit_code == 1
    assert "cannot be reached" in told.output
