"""The service calls out by TLS only to whom the authority of its own choice vouches for."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.cds_service.auth.issuer import clients_file, ec_key, jwk, jwks, token
from tests.stores.client import Client
from tests.stores.served import Served, served
from tests.tls.certificates import Authority
from tests.tls.https_server import KEYS, HttpsServer, https_server
from tests.toy_pack.calls import Json, call

PATH = "/explain/lupus-patient-view"
REFUSED = ["expired", "another-host", "another-authority"]


@dataclass(frozen=True)
class World:
    """The service, which trusts one authority, and servers by what they show."""

    service: Served
    servers: dict[str, HttpsServer]

    def ask(self, fhir: str, issuer: str = "good") -> tuple[int, Json]:
        """The explanation of a call whose observations are on a FHIR server."""
        body = call("patient-view") | {"fhirServer": f"{self.servers[fhir].base}/fhir"}
        signed = token(PATH, iss=f"https://{issuer}.example", aud="https://cds.example.org" + PATH)
        status, answer = Client(self.service.base).post(
            PATH, body, **{"Authorization": f"Bearer {signed}", "Accept-Language": "en"}
        )
        return status, json.loads(answer)


@pytest.fixture(scope="module", name="world")
def service_and_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("tls")
    ours, foreign = Authority("authority of the hospital"), Authority("another authority")
    shown = {
        "good": ours.issue(folder / "good.pem", "127.0.0.1"),
        "expired": ours.issue(folder / "expired.pem", "127.0.0.1", age=timedelta(days=2)),
        "another-host": ours.issue(folder / "host.pem", "ehr.example", "127.0.0.2"),
        "another-authority": foreign.issue(folder / "foreign.pem", "127.0.0.1"),
    }
    keys = jwks(jwk(ec_key(), "k1"))
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(https_server(certificate, keys))
            for name, certificate in shown.items()
        }
        bases = [f"{server.base}/fhir" for server in servers.values()]
        clients = clients_file(folder, *(
            {"name": name, "issuer": f"https://{name}.example",
             "jwks_url": f"{server.base}{KEYS}", "fhir_servers": bases}
            for name, server in servers.items()
        ))  # fmt: skip
        running = stack.enter_context(
            served(
                f"sqlite:///{folder / 'store.db'}",
                folder,
                workers=1,
                LUPUS_CDS_AUTH="jwt",
                LUPUS_CDS_PUBLIC_URL="https://cds.example.org",
                LUPUS_CDS_CLIENTS=str(clients),
                LUPUS_CDS_FETCH_BUDGET_MS="5000",
                SSL_CERT_FILE=str(ours.write_certificate(folder / "authority.pem")),
                REQUESTS_CA_BUNDLE="",
            )
        )
        yield World(running, servers)


def test_keys_and_data_come_from_servers_the_authority_vouches_for(world: World) -> None:
    status, answer = world.ask("good")
    assert status == 200
    row = next(row for row in answer["trace"] if row["rule"] == "weight-asked")
    assert row["verdict"] == "fires", "the search was answered and empty"
    assert KEYS in world.servers["good"].asked
    assert any(path.startswith("/fhir/Observation?") for path in world.servers["good"].asked)


@pytest.mark.parametrize("shows", REFUSED)
def test_a_fhir_server_that_cannot_prove_itself_hears_nothing_and_is_said(
    world: World, shows: str
) -> None:
    status, answer = world.ask(shows)
    assert status == 200
    row = next(row for row in answer["trace"] if row["rule"] == "weight-asked")
    assert row["verdict"] == "cannot-tell"
    assert "the certificate of the record's FHIR server is not trusted" in str(answer["notices"])
    assert not [path for path in world.servers[shows].asked if path.startswith("/fhir")]


@pytest.mark.parametrize("shows", REFUSED)
def test_keys_of_a_server_that_cannot_prove_itself_let_nobody_in(world: World, shows: str) -> None:
    assert world.ask("good", issuer=shows)[0] == 401
    assert KEYS not in world.servers[shows].asked
