"""What a body may be: size, depth, numbers, text, and how many resources."""

import gzip
import json
import time
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.toy_pack.calls import Json, call, prednisone, searchset, service, weight

SIGN, VIEW = "/explain/lupus-order-sign", "/explain/lupus-patient-view"


def post(path: str, body: bytes | str | Json, **settings: Any) -> TestResponse:
    data = json.dumps(body) if isinstance(body, dict) else body
    return service(**settings).post(path, data=data, content_type="application/json")


def verdict(answer: TestResponse, rule: str) -> str:
    assert answer.status_code == 200, answer.text
    found: str = next(r["verdict"] for r in answer.get_json()["trace"] if r["rule"] == rule)
    return found


def with_weight(text: str) -> str:
    """A call whose only weight has `text` as its value, written as it is."""
    return json.dumps(call("order-sign", prednisone(), observations=weight(50))).replace(
        '"value": 50', f'"value": {text}'
    )


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 3 * 1024 * 1024])
def test_a_body_over_the_limit_is_413_before_it_is_read(size: int) -> None:
    body = b'{"hook": "' + b"x" * size
    assert post(VIEW, body, max_body_mb=1).status_code == 413


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "identity, gzip", "x-gzip"])
def test_a_compressed_body_is_refused_and_never_inflated(encoding: str) -> None:
    bomb = gzip.compress(b" " * 20_000_000)
    started = time.monotonic()
    answer = service().post(
        VIEW, data=bomb, headers={"Content-Type": "application/json", "Content-Encoding": encoding}
    )
    assert answer.status_code == 415
    assert time.monotonic() - started < 0.5


def test_a_compressed_body_that_hides_it_is_400() -> None:
    assert post(VIEW, gzip.compress(b"{}")).status_code == 400


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [900, 5_000, 1_000_000])
@pytest.mark.parametrize("where", ["body", "context", "prefetch", "observations", "draft"])
def test_deep_nesting_is_refused_or_set_aside(
    where: str, depth: int, opening: str, closing: str
) -> None:
    deep = opening * depth + "1" + closing * depth
    body = call("order-sign", prednisone(extra="HERE"), observations=None)
    text = json.dumps(body)
    match where:
        case "body":
            text = text[:-1] + f', "x": {deep}' + "}"
        case "context":
            text = text.replace('"context": {', f'"context": {{"x": {deep},')
        case "prefetch":
            text = text.replace('"prefetch": {', f'"prefetch": {{"x": {deep},')
        case "observations":
            text = text.replace('"observations": null', f'"observations": {deep}')
        case _:
            text = text.replace('"HERE"', deep)
    answer = post(SIGN, text, max_body_mb=64)
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert "nested too deeply" in answer.text or "depth" in answer.text


@pytest.mark.parametrize(
    "literal", ["NaN", "Infinity", "-Infinity", "nan", "+1", "01", "1.", "0x1"]
)
def test_what_is_no_json_number_is_400(literal: str) -> None:
    assert post(SIGN, with_weight(literal)).status_code == 400


@pytest.mark.parametrize(
    "number", ["1e400", "-1e400", "1e308", "9" * 400, "-" + "9" * 400, "1e-400", "-5", "0", "1e30"]
)
def test_a_number_out_of_range_is_never_taken_for_a_weight(number: str) -> None:
    answer = post(SIGN, with_weight(number))
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert verdict(answer, "dose-weight") == "cannot-tell"


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"])
@pytest.mark.parametrize("member", [b'"hook"', b'"patientId"', b'"CORTANCYL"', b'"gender"'])
def test_text_that_is_not_utf_8_is_400(bad: bytes, member: bytes) -> None:
    body = json.dumps(call("order-sign", prednisone(), observations=weight(50))).encode()
    broken = body.replace(member, member[:-1] + bad + b'"')
    assert broken != body
    assert post(SIGN, broken).status_code == 400


def test_utf_16_is_400() -> None:
    assert post(VIEW, json.dumps(call("patient-view")).encode("utf-16")).status_code == 400


@pytest.mark.parametrize(
    ("known", "twice"),
    [
        ('"hook": "patient-view"', '"hook": "order-sign", "hook": "patient-view"'),
        ('"conditions": null', '"conditions": null, "conditions": null'),
        ('"gender": "female"', '"gender": "male", "gender": "female"'),
    ],
)
def test_a_member_given_twice_counts_as_given_last(known: str, twice: str) -> None:
    body = json.dumps(call("patient-view", observations=weight(50)))
    assert known in body
    one, two = post(VIEW, body), post(VIEW, body.replace(known, twice))
    assert verdict(two, "weight-asked") == verdict(one, "weight-asked") == "quiet"
    assert two.get_json()["cards"] == one.get_json()["cards"]


def test_a_bundle_of_10_000_entries_is_answered_in_reasonable_time() -> None:
    first = weight(50)["entry"][0]["resource"]
    many = [
        {**first, "id": f"w{n}", "effectiveDateTime": f"20{n % 26:02}-0{n % 9 + 1}-{n % 28 + 1:02}"}
        for n in range(10_000)
    ]
    body = json.dumps(call("order-sign", prednisone(), observations=searchset(*many)))
    client = service()
    started = time.monotonic()
    answer = client.post(SIGN, data=body, content_type="application/json")
    assert verdict(answer, "dose-weight") == "quiet"
    assert time.monotonic() - started < 2.0
