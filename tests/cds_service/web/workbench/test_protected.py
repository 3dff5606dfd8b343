"""With authentication on, the pages are no way round it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cds_service.app import create_app
from cds_service.settings import Settings
from tests.toy_pack.calls import TODAY

CLIENTS = """
[[client]]
name = "ehr"
issuer = "https://ehr.example.org"
jwks_url = "https://ehr.example.org/jwks.json"
fhir_servers = []
"""
OPEN = ["/", "/rules", "/rules/print", "/rules/mmf-pregnancy", "/coverage", "/integrate",
        "/integrate/codes", "/api", "/openapi.json", "/conformance"]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("jwt")
    (folder / "clients.toml").write_text(CLIENTS)
    settings = Settings(
        auth="jwt",
        clients=str(folder / "clients.toml"),
        public_url="https://cds.example.org",
        database_url=f"sqlite:///{folder}/jwt.db",
    )
    return create_app(settings, lambda: TODAY).test_client()


@pytest.mark.parametrize("path", OPEN)
def test_what_tells_of_no_patient_and_no_use_is_open(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_use_of_the_rules_asks_for_a_token(client: FlaskClient) -> None:
    assert client.get("/insights").status_code == 401
    assert 'href="/insights"' not in client.get("/").text


def test_nothing_of_the_demonstration_is_there(client: FlaskClient) -> None:
    assert client.get("/workbench/samples/hcq-too-high/visit1").status_code == 404
    for name in ("record", "chart", "order", "markdown", "timeline"):
        assert client.post(f"/workbench/{name}", json={}).status_code == 404
    assert client.post("/integrate", data={"request": "{}"}).status_code == 405
    assert "<script" not in client.get("/").text
