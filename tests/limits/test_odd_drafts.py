"""What no rule reads of a draft can be odd without costing the advice, or being altered."""

import json

import pytest

from tests.toy_pack.calls import call, prednisone, service

ODD = [
    "1e400",
    "9" * 5000,
    "-" + "9" * 400 + ".5",
    '"\\u0000"',
    "[" * 500 + "]" * 500,
    '{"a":1,"a":2}',
]


@pytest.mark.parametrize("odd", ODD, ids=[text[:12] for text in ODD])
@pytest.mark.parametrize("member", ["extra", "note", "extension"])
def test_the_advice_stands_and_what_cannot_go_back_unaltered_is_not_suggested(
    member: str, odd: str
) -> None:
    body = json.dumps(call("order-sign", prednisone() | {member: "HERE"}))
    answer = service().post(
        "/cds-services/lupus-order-sign",
        data=body.replace('"HERE"', odd),
        content_type="application/json",
    )
    assert answer.status_code == 200
    (card,) = [c for c in answer.get_json()["cards"] if c["source"]["topic"]["code"] == "dose-high"]
    for suggestion in card.get("suggestions", []):
        back = suggestion["actions"][0]["resource"][member]
        assert back in (json.loads(odd), [json.loads(odd)])


def test_a_member_that_fhir_does_not_know_costs_no_suggestion() -> None:
    body = call("order-sign", prednisone(extra={"a": 2}))
    answer = service().post("/cds-services/lupus-order-sign", json=body)
    assert [
        action["resource"]["extra"]
        for card in answer.get_json()["cards"]
        for suggestion in card.get("suggestions", [])
        for action in suggestion["actions"]
        if action["type"] == "update"
    ] == [{"a": 2}]
