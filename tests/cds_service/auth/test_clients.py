"""The file of trusted clients says plainly what is wrong with it."""

from pathlib import Path

import pytest

from cds_service.auth.clients import load_clients
from cds_service.errors import SettingsError

GOOD = """
[[client]]
name = "demo-ehr"
issuer = "https://ehr.example.org"
jwks_file = "keys/demo.jwks.json"
audiences = ["sand_man"]
fhir_servers = ["https://ehr.example.org/fhir", "http://127.0.0.1:8090/fhir"]
tenants = ["t1"]
"""


def load(folder: Path, text: str) -> object:
    file = folder / "clients.toml"
    file.write_text(text)
    return load_clients(str(file))


def test_a_client_is_read_with_its_key_file_beside_the_clients_file(tmp_path: Path) -> None:
    (client,) = load_clients(str(_written(tmp_path, GOOD)))
    assert client.jwks_file == str(tmp_path / "keys/demo.jwks.json")
    assert client.audiences == ("sand_man",)
    assert client.fhir_servers[1] == "http://127.0.0.1:8090/fhir"


def _written(folder: Path, text: str) -> Path:
    file = folder / "clients.toml"
    file.write_text(text)
    return file


def test_without_a_file_nobody_is_trusted() -> None:
    assert load_clients("") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + 'jwks_uri = "https://ehr.example.org/jwks.json"', "jwks_uri"),
        (GOOD + GOOD, "listed twice"),
        (GOOD + GOOD.replace("demo-ehr", "other"), "client.issuer"),
        (GOOD + 'jwks_url = "https://ehr.example.org/jwks.json"', "not both"),
        (GOOD.replace('"https://ehr.example.org"', "7"), "issuer"),
        (GOOD.replace('"https://ehr.example.org"', '" "'), "issuer must not be empty"),
        (GOOD.replace('name = "demo-ehr"', ""), "name"),
        (GOOD.replace("http://127.0.0.1:8090", "http://ehr.example.org"), "plain http"),
        (GOOD.replace("http://127.0.0.1:8090/fhir", "ftp://a/fhir"), "fhir_servers"),
        (GOOD.replace("http://127.0.0.1:8090/fhir", "https://u:p@a/fhir"), "user name"),
        (GOOD.replace('jwks_file = "keys/demo.jwks.json"', 'jwks_url = "http://ehr.example/k"'),
         "jwks_url"),
        (GOOD.replace('jwks_file = "keys/demo.jwks.json"', 'jku = "https://ehr.example/k"'), "jku"),
        (GOOD.replace('"t1"', '""'), "tenants"),
        (GOOD.replace("]]", "]"), "client"),
        ("[[clients]]", "clients"),
        ("[[client", "Expected"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_the_file_and_the_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    assert str(tmp_path / "clients.toml") in str(caught.value)
    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LUPUS_CDS_CLIENTS"):
        load_clients(str(tmp_path / "none.toml"))
