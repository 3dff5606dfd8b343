"""Log lines are JSON, carry the id of their request, and never repeat the message of an error."""

import json
import logging
from collections.abc import Iterator

import pytest
from structlog.contextvars import bound_contextvars

from cds_service.watch.json_logs import log_json
from tests.toy_pack.calls import INSTANCE, Json, call, prednisone, service

LOGGERS = ("cds_service", "gunicorn.error", "alembic", "sqlalchemy", "py.warnings")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Other tests find the loggers as they were."""
    logs = [logging.getLogger(name) for name in LOGGERS]
    kept = [(log.handlers, log.level, log.propagate) for log in logs]
    yield
    for log, (handlers, level, propagate) in zip(logs, kept, strict=True):
        log.handlers, log.propagate = handlers, propagate
        log.setLevel(level)


def lines(captured: pytest.CaptureFixture[str]) -> list[Json]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


def test_each_request_is_one_line_with_its_id_and_content(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log_json()
    answer = service().post(
        "/cds-services/lupus-order-select",
        json=call("order-select", prednisone()),
        headers={"X-Request-Id": "abc-1"},
    )
    assert answer.headers["X-Request-Id"] == "abc-1"
    (line,) = [line for line in lines(capsys) if line["event"] == "request"]
    assert line["request_id"] == "abc-1"
    assert line["hook_instance"] == INSTANCE
    assert line["service"] == "lupus-order-select"
    assert line["content"].startswith("0.0.1+")
    assert (line["method"], line["status"]) == ("POST", 200)
    assert 0 < line["ms"] < 60_000


def test_what_happens_during_a_request_carries_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    log_json()
    service().post("/cds-services/lupus-order-select", json=call("order-select", prednisone()))
    failed, answered = lines(capsys)
    assert failed["event"] == "rule failed"
    assert failed["request_id"] == answered["request_id"]


@pytest.mark.parametrize("sent", ["", "two words", "é", "x" * 65, "<b>"])
def test_a_request_id_that_is_not_plain_is_replaced(sent: str) -> None:
    answer = service().get("/cds-services", headers={"X-Request-Id": sent})
    assert len(answer.headers["X-Request-Id"]) == 36


def test_health_checks_are_not_logged_unless_they_fail(capsys: pytest.CaptureFixture[str]) -> None:
    log_json()
    client = service()
    client.get("/healthz")
    client.get("/metrics")
    client.get("/readyz")
    assert [(line["route"], line["status"]) for line in lines(capsys)] == [("/readyz", 503)]


def test_a_traceback_is_reduced_to_the_kind_of_error(capsys: pytest.CaptureFixture[str]) -> None:
    log_json()
    with bound_contextvars(request_id="r"):
        try:
            raise ValueError("Madame Martin")
        except ValueError:
            logging.getLogger("gunicorn.error").exception("Error handling request /a?name=Martin")
    (line,) = lines(capsys)
    assert line["error"] == "ValueError"
    assert line["request_id"] == "r"
    assert "Martin" not in str(line)


def test_gunicorn_does_not_repeat_what_it_could_not_parse(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log_json()
    logging.getLogger("gunicorn.error").warning(
        "Invalid request from ip=10.0.0.1: Invalid HTTP Header: 'Bearer secret'"
    )
    (line,) = lines(capsys)
    assert line["event"] == "Invalid request from ip=10.0.0.1"
