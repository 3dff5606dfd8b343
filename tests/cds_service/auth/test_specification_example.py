"""The token printed in the CDS Hooks specification verifies with the key printed beside it."""

from pathlib import Path

import pytest

from cds_service.auth.clients import load_clients
from cds_service.auth.gate import open_gate
from cds_service.errors import RefusedError
from tests.cds_service.auth.issuer import OneProcess, clients_file, jwks

IN_TIME = 1_422_568_000.0
ADDRESS = "https://cds.example.org/cds-services/some-service"
KEY = {
    "kty": "EC", "use": "sig", "crv": "P-384", "kid": "example-kid", "alg": "ES384",
    "x": "46SDH7Znh821wblCBglA61sNE9ZrHYKKt3qRtRTmSXyOI_FIGBLWrWa0GPUkDCEk",
    "y": "XMcRuuoGW7CXjQdy-F5i3FeBE0x9hPLdeFdSoDd3ELmx404tLX0VRRcqzAsPhXcI",
}  # fmt: skip
TOKEN = (
    "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUta2lkIiwiamt1IjoiaHR0cHM6Ly9maGlyLWVo"
    "ci5leGFtcGxlLmNvbS9qd2tfdXJpIn0.eyJpc3MiOiJodHRwczovL2ZoaXItZWhyLmV4YW1wbGUuY29tLyIsImF1ZCI6I"
    "mh0dHBzOi8vY2RzLmV4YW1wbGUub3JnL2Nkcy1zZXJ2aWNlcy9zb21lLXNlcnZpY2UiLCJleHAiOjE0MjI1Njg4NjAsIm"
    "lhdCI6MTMxMTI4MDk3MCwianRpIjoiZWUyMmIwMjEtZTFiNy00NjExLWJhNWItOGVlYzZhMzNhYzFlIiwidGVuYW50Ijo"
    "iMmRkZDZjM2EtOGU5YS00NGM2LWEzMDUtNTIxMTFhZDMwMmEyIn0.d1WfLjGRKlcWB94l9do4cM8REXeYJLL6SGUBO8VH"
    "ZhfM8mwKYP70EMxJ67War4TQblEpaQrp11wx5p7oPFm2ETYgCicS84vXWEIYTdjooZdooCSDf2L8-i4awdoUwiEb"
)


def let_in(folder: Path, now: float, token: str = TOKEN) -> str:
    entry = {
        "issuer": "https://fhir-ehr.example.com/",
        "jku": "https://fhir-ehr.example.com/jwk_uri",
        "tenants": ["2ddd6c3a-8e9a-44c6-a305-52111ad302a2"],
    }
    clients = load_clients(str(clients_file(folder, entry, keys=jwks(KEY))))
    return open_gate(clients, OneProcess(), lambda: now).let_in(f"Bearer {token}", ADDRESS).jti


def test_the_token_of_the_specification_is_let_in_at_its_time(tmp_path: Path) -> None:
    assert let_in(tmp_path, IN_TIME) == "ee22b021-e1b7-4611-ba5b-8eec6a33ac1e"


def test_it_has_expired_since(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="expired"):
        let_in(tmp_path, 1_422_568_866.0)


def test_it_does_not_survive_a_changed_letter(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        let_in(tmp_path, IN_TIME, TOKEN[:-9] + "A" + TOKEN[-8:])
