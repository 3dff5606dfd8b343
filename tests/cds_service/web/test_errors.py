"""Errors are OperationOutcomes that say what and where; defects keep the chart to themselves."""

import gzip
import io
import json
import logging

import pytest
from werkzeug.test import TestResponse

from cds_service.web import runtime
from tests.toy_pack.calls import Json, call, service

VIEW = "/cds-services/lupus-patient-view"


def issue(answer: TestResponse, status: int) -> Json:
    assert answer.status_code == status, answer.text
    outcome = answer.get_json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert answer.headers["Lupus-CDS-Content"]
    first: Json = outcome["issue"][0]
    assert first["severity"] == "error"
    assert first["diagnostics"]
    return first


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"not json", "$"), (b"[]", "$"), (b"{}", "$"), (b"", None), (b'{"hook": NaN}', "$"),
        (b"[" * 100_000, "$"), (b'{"a": "\xff"}', "$"),
        (b'{"hook": 1}', "$.hook"),
    ],
)  # fmt: skip
def test_a_body_that_is_not_a_hook_request_is_400_and_says_where(
    body: bytes, where: str | None
) -> None:
    answer = service().post(VIEW, data=body, content_type="application/json")
    found = issue(answer, 400)
    assert found["code"] == "invalid"
    assert found.get("expression") == ([where] if where else None)


def test_a_request_without_context_is_400() -> None:
    body = call("patient-view")
    del body["context"]
    assert "context" in issue(service().post(VIEW, json=body), 400)["diagnostics"]


def test_missing_required_data_is_412_and_names_every_key() -> None:
    body = call("patient-view")
    del body["prefetch"]
    answer = service().post(VIEW, json=body)
    assert issue(answer, 412)["code"] == "required"
    named = [one["expression"][0] for one in answer.get_json()["issue"]]
    assert named == ["$.prefetch.patient", "$.prefetch.conditions", "$.prefetch.medicationRequests"]


@pytest.mark.parametrize("path", ["/cds-services/other", "/explain/other"])
def test_an_unknown_service_is_404(path: str) -> None:
    assert issue(service().post(path, json=call("patient-view")), 404)["code"] == "not-found"


def test_an_unknown_address_is_404_too() -> None:
    issue(service().get("/elsewhere"), 404)


def test_a_wrong_method_is_405_and_says_which_are_right() -> None:
    answer = service().get(VIEW)
    issue(answer, 405)
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", ""])
def test_another_content_type_is_415(kind: str) -> None:
    body = json.dumps(call("patient-view"))
    issue(service().post(VIEW, data=body, content_type=kind), 415)


@pytest.mark.parametrize(
    "kind",
    ["application/json; charset=utf-8", "application/fhir+json", "application/json+fhir"],
)
def test_json_under_its_usual_names_is_accepted(kind: str) -> None:
    body = json.dumps(call("patient-view"))
    assert service().post(VIEW, data=body, content_type=kind).status_code == 200


def test_a_compressed_body_is_415() -> None:
    body = gzip.compress(json.dumps(call("patient-view")).encode())
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    issue(service().post(VIEW, data=body, headers=headers), 415)


def test_too_large_a_body_is_413() -> None:
    body = b" " * (1024 * 1024 + 1)
    answer = service(max_body_mb=1).post(VIEW, data=body, content_type="application/json")
    assert issue(answer, 413)["code"] == "too-long"


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413), (5_000_000, 413)])
def test_a_chunked_body_is_measured_too(extra: int, status: int) -> None:
    body = json.dumps(call("patient-view")).encode()
    body += b" " * (1024 * 1024 - len(body) + extra)
    answer = service(max_body_mb=1).post(
        VIEW,
        input_stream=io.BytesIO(body),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == status


def test_a_defect_is_500_with_an_id_that_is_in_the_log_without_chart_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Madame Martin, CORTANCYL")

    monkeypatch.setattr(runtime, "answer", broken)
    with caplog.at_level(logging.ERROR, "cds_service"):
        answer = service().post(VIEW, json=call("patient-view"))
    found = issue(answer, 500)
    assert found["code"] == "exception"
    incident = found["diagnostics"].split("incident ")[1].split(" ")[0]
    assert incident in caplog.text
    assert "RuntimeError" in caplog.text
    assert "Martin" not in caplog.text + answer.text
