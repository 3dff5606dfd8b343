"""One call of a client through the proxy, as in production: TLS outside, a token, limits."""

import http.client
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cds_service.auth.issuer import clients_file, token
from tests.proxy.nginx import free_port, nginx_or_skip, proxy
from tests.stores.served import served
from tests.tls.certificates import Authority
from tests.toy_pack.calls import call, prednisone, weight

SIGN = "/cds-services/lupus-order-sign"


@dataclass(frozen=True)
class Front:
    """The service behind its proxy, and a client that trusts the authority of the test."""

    port: int
    trust: ssl.SSLContext
    log: Path

    @property
    def base(self) -> str:
        return f"https://localhost:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, Any]:
        connection = http.client.HTTPSConnection(
            "localhost", self.port, context=self.trust, timeout=30
        )
        connection.request(method, path, body, {"Content-Type": "application/json"} | headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        is_json = "json" in (answer.headers["Content-Type"] or "")
        return answer.status, answer.headers, json.loads(text) if is_json else text

    def bearer(self, path: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token(path, aud=self.base + path)}"}


@pytest.fixture(scope="module", name="front")
def service_behind_its_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    program = nginx_or_skip()
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    authority = Authority("authority of the test")
    certificate = authority.issue(folder / "server.pem", "localhost")
    trust = ssl.create_default_context(
        cafile=str(authority.write_certificate(folder / "authority.pem"))
    )
    with (
        served(
            f"sqlite:///{folder / 'store.db'}", folder, workers=1,
            LUPUS_CDS_AUTH="jwt", LUPUS_CDS_CLIENTS=str(clients_file(folder)),
            LUPUS_CDS_PUBLIC_URL=f"https://localhost:{port}",
        ) as running,
        proxy(program, folder, port, certificate, running.base) as log,
    ):  # fmt: skip
        yield Front(port, trust, log)


def test_a_call_with_a_token_for_the_public_address_is_answered_through_tls(front: Front) -> None:
    body = json.dumps(call("order-sign", prednisone(), observations=weight(50))).encode()
    status, headers, answer = front.ask("POST", SIGN, body, **front.bearer(SIGN))
    assert status == 200
    assert answer["cards"][0]["source"]["topic"]["code"] == "dose-high"
    assert headers["Lupus-CDS-Content"]
    assert headers["Strict-Transport-Security"]
    assert "nginx/" not in (headers["Server"] or "")


def test_discovery_and_feedback_pass_with_their_own_tokens(front: Front) -> None:
    assert front.ask("GET", "/cds-services", None, **front.bearer("/cds-services"))[0] == 200
    feedback = {"feedback": [{
        "card": "9368d37b-283f-44a0-93ea-547cebab93ed", "outcome": "overridden",
        "outcomeTimestamp": "2026-11-20T09:00:00Z",
    }]}  # fmt: skip
    path = f"{SIGN}/feedback"
    status, _, _ = front.ask("POST", path, json.dumps(feedback).encode(), **front.bearer(path))
    assert status == 200


def test_a_large_call_is_taken_in_whole(front: Front) -> None:
    many = weight(50)
    many["entry"] *= 20_000
    body = json.dumps(call("order-sign", prednisone(), observations=many)).encode()
    assert 4_000_000 < len(body) < 16_000_000
    assert front.ask("POST", SIGN, body, **front.bearer(SIGN))[0] == 200


def test_the_proxy_refuses_what_is_too_large_plain_http_and_strangers(front: Front) -> None:
    assert front.ask("POST", SIGN, b" " * 17_000_000, **front.bearer(SIGN))[0] == 413
    assert front.ask("POST", SIGN, b"{}")[0] == 401
    plain = http.client.HTTPConnection("localhost", front.port, timeout=30)
    plain.request("GET", "/healthz")
    assert plain.getresponse().status == 400


def test_figures_stay_inside(front: Front) -> None:
    assert front.ask("GET", "/metrics", None)[0] == 404
    assert front.ask("GET", "/healthz", None)[0] == 200


def test_the_log_of_the_proxy_holds_no_token_and_no_query(front: Front) -> None:
    front.ask("GET", "/healthz?patient=planted-3141", None, **front.bearer("/healthz"))
    written = front.log.read_text()
    assert "/healthz" in written
    assert "planted-3141" not in written
    assert "Bearer" not in written


def test_a_flood_is_held_off(front: Front) -> None:
    connection = http.client.HTTPSConnection("localhost", front.port, context=front.trust)
    for _ in range(1000):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        if answer.status == 429:
            return
    pytest.fail("a thousand calls in a row were all let through")
