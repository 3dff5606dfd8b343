"""What no rule reads of a draft can be odd without costing the advice."""

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
def test_the_advice_stands_without_its_suggestion(member: str, odd: str) -> None:
    body = json.dumps(call("order-sign", prednisone() | {member: "HERE"}))
    answer = service().post(
        "/cds-services/lupus-order-sign",
        data=body.replace('"HERE"', odd),
        content_type="application/json",
    )
    assert answer.status_code == 200
    (card,) = [c for c in answer.get_json()["cards"] if c["source"]["topic"]["code"] == "dose-high"]
    assert not [s for s in card.get("suggestions", []) if s["actions"][0]["type"] == "update"]
