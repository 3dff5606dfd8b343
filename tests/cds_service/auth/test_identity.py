"""The service in `jwt` mode: what is protected, what is open, and what a refusal looks like."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from cds_service.app import create_app
from cds_service.errors import SettingsError
from cds_service.settings import Settings, refuse_unsafe
from cds_service.store.address import address
from cds_service.store.migrate import upgrade
from cds_service.web.identity import OPEN_ADDRESSES
from tests.cds_service.auth.issuer import BASE, VIEW, clients_file, ec_key, token
from tests.toy_pack.calls import PACK, TODAY, call

PROTECTED = ["/cds-services", VIEW, f"{VIEW}/feedback", "/explain/lupus-patient-view"]
Worker = Callable[..., FlaskClient]


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    """A maker of workers that share a store, as two processes do, or one before and after."""
    url = f"sqlite:///{tmp_path}/store.db"
    upgrade(address(url))

    def another(entry: dict[str, Any] | None = None, **settings: Any) -> FlaskClient:
        file = clients_file(tmp_path, entry or {})
        chosen = {"auth": "jwt", "public_url": BASE, "clients": str(file), "database_url": url}
        app = create_app(Settings(content=PACK, **(chosen | settings)), lambda: TODAY)
        return app.test_client()

    return another


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def view(client: FlaskClient, text: str, **more: Any) -> TestResponse:
    return client.post(VIEW, json=call("patient-view"), headers=bearer(text), **more)


def test_discovery_hook_and_explanation_answer_a_known_caller(worker: Worker) -> None:
    client = worker()
    assert client.get("/cds-services", headers=bearer(token("/cds-services"))).status_code == 200
    assert view(client, token()).status_code == 200
    path = "/explain/lupus-patient-view"
    answer = client.post(path, json=call("patient-view"), headers=bearer(token(path)))
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"])
@pytest.mark.parametrize(
    "path", [*PROTECTED, "/cds-services/none", "/explain/", "/cds-services/a/b"]
)
def test_a_stranger_learns_nothing_of_protected_addresses(
    worker: Worker, method: str, path: str
) -> None:
    assert worker().open(path, method=method).status_code == 401


@pytest.mark.parametrize("path", sorted(OPEN_ADDRESSES))
def test_open_addresses_ask_nobody(worker: Worker, path: str) -> None:
    assert worker().get(path).status_code != 401


@pytest.mark.parametrize("path", PROTECTED)
def test_preflights_carry_no_token_and_are_welcome(worker: Worker, path: str) -> None:
    page = "https://ehr.example.org"
    asked = {"Origin": page, "Access-Control-Request-Method": "POST"}
    answer = worker(cors_origins=page).options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == page
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_every_route_is_open_on_purpose_or_protected(worker: Worker) -> None:
    client = worker()
    for rule in client.application.url_map.iter_rules():
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        path = rule.rule.replace("<service_id>", "lupus-patient-view")
        status = client.open(path, method=method).status_code
        assert (status == 401) == (rule.rule not in OPEN_ADDRESSES), rule.rule


REFUSED: dict[str, dict[str, Any]] = {
    "no token": {},
    "no bearer": {"Authorization": "Basic dTpw"},
    "garbage": bearer("a.b.c"),
    "wrong key": bearer(token(key=ec_key("stranger"))),
    "wrong kid": bearer(token(header={"kid": "k9"})),
    "wrong aud": bearer(token(aud="https://other.example.org")),
    "wrong iss": bearer(token(iss="https://evil.example")),
    "expired": bearer(token(exp=1)),
    "too early": bearer(token(nbf=4_000_000_000)),
}


def test_every_refusal_is_the_same_to_the_byte(worker: Worker) -> None:
    client = worker()
    used = token()
    assert view(client, used).status_code == 200
    seen = set()
    for headers in [*REFUSED.values(), bearer(used)]:
        answer = client.post(VIEW, json=call("patient-view"), headers=headers)
        kept = tuple((name, value) for name, value in answer.headers if name != "X-Request-Id")
        seen.add((answer.status_code, answer.data, kept))
    ((status, body, headers_seen),) = seen
    assert status == 401
    assert ("WWW-Authenticate", "Bearer") in headers_seen
    assert b"diagnostics" not in body


@pytest.mark.parametrize(
    "tricks",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"X-Forwarded-Prefix": "/evil"},
    ],
)
def test_the_address_never_comes_from_the_caller(worker: Worker, tricks: dict[str, str]) -> None:
    client = worker()
    forged = bearer(token(aud=f"https://evil.example{VIEW}"))
    assert client.post(VIEW, json=call("patient-view"), headers=forged | tricks).status_code == 401
    good = bearer(token()) | tricks
    assert client.post(VIEW, json=call("patient-view"), headers=good).status_code == 200


def test_a_public_address_may_have_a_path_and_a_slash_at_its_end(worker: Worker) -> None:
    client = worker(public_url="https://hospital.example/lupus/")
    good = token(aud=f"https://hospital.example/lupus{VIEW}")
    assert view(client, good).status_code == 200
    assert view(client, token(aud=f"https://hospital.example{VIEW}")).status_code == 401


def test_a_token_is_for_one_address(worker: Worker) -> None:
    client = worker()
    for other in PROTECTED[:1] + PROTECTED[2:]:
        assert view(client, token(other)).status_code == 401


def test_a_slash_too_many_needs_its_audience_listed(worker: Worker) -> None:
    strict, lenient = worker(), worker({"audiences": [f"{BASE}/{VIEW}"]})
    doubled = f"{BASE}/{VIEW}"
    for client, status in ((strict, 401), (lenient, 200)):
        environ = {"PATH_INFO": f"/{VIEW}"}
        answer = view(client, token(aud=doubled), environ_overrides=environ)
        assert answer.status_code == status
    assert view(strict, token(), environ_overrides={"PATH_INFO": f"/{VIEW}"}).status_code == 200


def test_a_token_counts_once_over_all_workers(worker: Worker) -> None:
    one, other = worker(), worker()
    text = token()
    assert view(one, text).status_code == 200
    assert view(other, text).status_code == 401
    assert view(one, text).status_code == 401


def test_a_token_counts_once_across_a_restart(worker: Worker) -> None:
    text = token()
    assert view(worker(), text).status_code == 200
    assert view(worker(), text).status_code == 401


def test_only_one_of_many_at_once_gets_in(worker: Worker) -> None:
    workers, text = [worker(), worker()], token()
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda c=client: statuses.append(view(c, text).status_code))
        for client in workers * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [401] * 7


def test_a_refused_call_leaves_the_token_for_the_right_address(worker: Worker) -> None:
    client = worker()
    text = token()
    assert client.get("/cds-services", headers=bearer(text)).status_code == 401
    assert view(client, text).status_code == 200


def test_advice_goes_on_when_the_store_is_lost_and_a_token_still_counts_once(
    worker: Worker, tmp_path: Path
) -> None:
    client = worker()
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    once = token()
    assert view(client, once).status_code == 200
    assert view(client, once).status_code == 401
    assert view(client, token(key=ec_key("stranger"))).status_code == 401


def test_the_log_names_the_issuer_but_never_the_token(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    client = worker()
    good, bad = token(jti="j-good"), token(jti="j-bad\nforged line", key=ec_key("stranger"))
    with caplog.at_level(logging.DEBUG):
        view(client, good)
        view(client, bad)
    told = caplog.text + str([record.__dict__ for record in caplog.records])
    assert "j-bad" in told
    assert "j-bad\nforged" not in told
    for text in (good, bad):
        assert not any(part in told for part in text.split("."))


@pytest.fixture
def port(worker: Worker) -> Iterator[int]:
    """The service on a real socket."""
    server = make_server("127.0.0.1", 0, worker().application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_refusal_comes_before_the_body(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(
            f"POST {VIEW} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Content-Length: 100000\r\n\r\n".encode()
        )
        assert line.recv(64).startswith(b"HTTP/1.1 401")


def test_jwt_mode_binds_any_address() -> None:
    refuse_unsafe(Settings(host="0.0.0.0", auth="jwt", public_url=BASE, clients="clients.toml"))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"public_url": ""}, "LUPUS_CDS_PUBLIC_URL"),
        ({"public_url": "cds.example.org"}, "LUPUS_CDS_PUBLIC_URL"),
        ({"public_url": "http://cds.example.org"}, "plain http"),
        ({"public_url": "https://cds.example.org/?a=b"}, "query"),
        ({"clients": ""}, "LUPUS_CDS_CLIENTS"),
        ({"clients": "none.toml"}, "LUPUS_CDS_CLIENTS=none.toml"),
    ],
)
def test_jwt_mode_needs_an_address_and_clients(settings: dict[str, str], told: str) -> None:
    chosen = {"auth": "jwt", "public_url": BASE, "clients": "clients.toml"} | settings
    with pytest.raises(SettingsError, match=told):
        create_app(Settings(content=PACK, **chosen))  # type: ignore[arg-type]


def test_a_clients_file_without_clients_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "clients.toml").write_text("")
    with pytest.raises(SettingsError, match="nobody"):
        create_app(
            Settings(
                content=PACK, auth="jwt", public_url=BASE, clients=str(tmp_path / "clients.toml")
            )
        )
