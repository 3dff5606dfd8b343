"""The container files keep their promises, as far as reading them can tell."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cds_service.auth.clients import load_clients

ROOT = Path(__file__).parents[2]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
NO_SHELL = {"fhir"}
"""Images without anything that could check their health from inside."""


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_cannot_write_its_image_or_gain_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert "privileged" not in service
    assert not [mount for mount in service.get("volumes", []) if "docker.sock" in mount]


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_that_stays_is_watched(name: str) -> None:
    if SERVICES[name]["restart"] == "no" or name in NO_SHELL:
        return
    assert "test" in SERVICES[name].get("healthcheck", {}) or name == "service"
    assert "HEALTHCHECK" in DOCKERFILE


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_has_a_version(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9./-]+:[A-Za-z0-9.-]*\d[A-Za-z0-9.-]*", SERVICES[name]["image"])


def test_only_the_proxy_is_published_beyond_loopback() -> None:
    for name, service in SERVICES.items():
        for port in service.get("ports", []):
            assert name == "proxy" or port.startswith("127.0.0.1:")


def test_the_database_has_no_way_out_and_no_known_password() -> None:
    assert SERVICES["postgres"]["networks"] == ["store"]
    assert COMPOSE["networks"]["store"]["internal"] is True
    assert ":?" in SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"]


def test_tokens_are_asked_for_unless_told_otherwise() -> None:
    assert SERVICES["service"]["environment"]["LUPUS_CDS_AUTH"] == "${LUPUS_CDS_AUTH:-jwt}"


def test_trials_are_in_profiles_of_their_own() -> None:
    trials = {name: one["profiles"] for name, one in SERVICES.items() if "profiles" in one}
    assert trials == {
        "fhir": ["sandbox"], "samples": ["sandbox"], "proxy": ["proxy"],
    }  # fmt: skip


def test_the_sandbox_serves_the_samples_where_the_service_may_fetch() -> None:
    (base,) = load_clients(str(ROOT / "deploy/sandbox/clients.toml"))[0].fhir_servers
    assert base in SERVICES["samples"]["command"]
    assert base.endswith(f":{SERVICES['fhir']['environment']['server.port']}/fhir")
    example = json.loads((ROOT / "examples/patient-view-fetched.json").read_text(encoding="utf-8"))
    assert example["fhirServer"] == base
    # Loopback of the service: one network for the three of them.
    assert {SERVICES[name]["network_mode"] for name in ("fhir", "samples")} == {"service:service"}
    settings = dict(
        line.split("=", 1)
        for line in (ROOT / "deploy/sandbox.env").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    assert settings.keys() <= set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT))


def test_the_sandbox_has_the_fhir_server_that_is_tested() -> None:
    pom = (ROOT / "integration/server/pom.xml").read_text(encoding="utf-8")
    (version,) = re.findall(r"<hapi.version>(.*)</hapi.version>", pom)
    assert SERVICES["fhir"]["image"] == f"hapiproject/hapi:v{version}"


def test_the_image_runs_without_root_and_without_what_built_it() -> None:
    last = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]
    assert DOCKERFILE.count("FROM ") == 2
    assert "USER 10001:10001" in last
    assert "pip" not in last
    assert "--require-hashes" in DOCKERFILE


def test_the_proxy_speaks_only_modern_tls() -> None:
    assert re.findall(r"ssl_protocols (.*);", NGINX) == ["TLSv1.2 TLSv1.3"]
    assert not re.search(r"listen \d+;", NGINX), "plain http is not served"


def test_the_proxy_keeps_metrics_inside_and_bounds_what_comes() -> None:
    assert re.search(r"location = /metrics \{\s*return 404;", NGINX)
    for bound in ("client_max_body_size", "client_body_timeout", "limit_req_zone"):
        assert bound in NGINX
    assert "$http_authorization" not in NGINX


def test_the_example_of_clients_can_be_read() -> None:
    (client,) = load_clients(str(ROOT / "deploy/clients/clients.example.toml"))
    assert client.name == "demo-ehr"
