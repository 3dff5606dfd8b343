"""Browsers may call from the origins in the settings and from no others."""

import pytest

from tests.toy_pack.calls import service

PAGE = "https://ehr.example"
PATHS = [
    "/cds-services",
    "/cds-services/lupus-order-sign",
    "/cds-services/lupus-order-sign/feedback",
    "/explain/lupus-order-sign",
]
ASK = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization, content-type",
}


@pytest.mark.parametrize("path", PATHS)
def test_a_preflight_from_a_listed_origin_is_welcome(path: str) -> None:
    answer = service(cors_origins=f"https://other.example, {PAGE}").options(path, headers=ASK)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    allowed = answer.headers["Access-Control-Allow-Headers"]
    assert {"authorization", "content-type", "accept-language"} == set(allowed.split(", "))
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origins", ["", "https://other.example"])
def test_a_preflight_from_another_origin_gets_no_permission(path: str, origins: str) -> None:
    answer = service(cors_origins=origins).options(path, headers=ASK)
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_answers_and_errors_are_marked_for_a_listed_origin() -> None:
    client = service(cors_origins=PAGE)
    for answer in (
        client.get("/cds-services", headers={"Origin": PAGE}),
        client.post("/cds-services/none", json={}, headers={"Origin": PAGE}),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE
        assert "Origin" in answer.headers["Vary"]


def test_any_origin_may_be_allowed_in_open_mode() -> None:
    answer = service(cors_origins="*").get("/cds-services", headers={"Origin": PAGE})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
