"""Key sets: which keys count, and how rarely they are looked up."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from cds_service.auth import key_cache, key_source
from cds_service.auth.clients import TrustedClient
from cds_service.auth.key_cache import KeyCache
from cds_service.auth.key_set import KeySet, read_key_set
from cds_service.auth.key_source import keys_of
from cds_service.errors import KeySetError, SettingsError
from tests.cds_service.auth.issuer import ISSUER, ec_key, jwk, jwks, rsa_key
from tests.cds_service.auth.key_server import KeyServer, key_server

OLD, NEW = jwk(ec_key("old"), "old"), jwk(ec_key("new"), "new")


class Hands:
    """A clock whose hands the test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def served_by(server: KeyServer, clock: Hands | None = None) -> KeyCache:
    client = TrustedClient("demo", ISSUER, jwks_url=f"{server.url}/jwks.json")
    keys = keys_of(client)
    return KeyCache(ISSUER, keys._load, clock) if clock else keys


@pytest.mark.parametrize(
    "key",
    [
        jwk(ec_key(), "a"), jwk(rsa_key(), "a"), jwk(ec_key(), "a", alg=None, use=None),
        jwk(ec_key(), "a", use="sign"), jwk(ec_key(), "a", use="SIG"),
        jwk(rsa_key(), "a", use="signature"), jwk(ec_key(), "a", use=["sig"]),
        jwk(ec_key(), "a", key_ops=["verify"]), jwk(rsa_key(), "a", x5t="x", extra={"a": 1}),
    ],
)  # fmt: skip
def test_a_key_for_signatures_is_used_even_if_oddly_labelled(key: dict[str, Any]) -> None:
    assert set(read_key_set(jwks(key))) == {"a"}


@pytest.mark.parametrize(
    "key",
    [
        jwk(ec_key(), "a", use="enc"), jwk(rsa_key(), "a", use="ENC"),
        jwk(rsa_key(), "a", alg="RS256"), jwk(ec_key(), "a", alg="RS384"),
        jwk(rsa_key(), "a", alg="RSA-OAEP"), jwk(rsa_key(), "a", alg=["RS384"]),
        jwk(ec.generate_private_key(ec.SECP256R1()), "a", alg=None),
        jwk(rsa_key(1024), "a"), jwk(ec_key(), "a", key_ops=["encrypt"]),
        jwk(ec_key(), "a", kty="RSA"), jwk(rsa_key(), "a", n=None), jwk(ec_key(), "a", x="!!"),
        jwk(ec_key(), "a", y="AAAA"), jwk(rsa_key(), "a", kty=["RSA"]),
        {"kty": "oct", "kid": "a", "k": "c2VjcmV0"}, jwk(ec_key(), ""),
        {name: value for name, value in jwk(ec_key(), "a").items() if name != "kid"},
        "text", None, 7,
    ],
)  # fmt: skip
def test_a_key_that_cannot_sign_what_we_accept_is_left_out(key: Any) -> None:  # noqa: ANN401
    assert set(read_key_set(jwks(key, NEW))) == {"new"}
    with pytest.raises(KeySetError):
        read_key_set(jwks(key))


def test_a_private_key_published_by_mistake_serves_as_the_public_one() -> None:
    assert set(read_key_set(jwks(jwk(ec_key(), "a", d="AAAA")))) == {"a"}


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"keys": {}}', b'{"keys": []}', b"\xff", b"[" * 9999]
)
def test_anything_else_is_no_key_set(body: bytes) -> None:
    with pytest.raises(KeySetError):
        read_key_set(body)


def test_keys_are_fetched_once_for_many_calls() -> None:
    with key_server(jwks(OLD)) as server:
        keys = served_by(server)
        assert all(keys.find("old") for _ in range(50))
        assert server.asked == ["/jwks.json"]


def test_a_rotated_key_is_picked_up_at_once() -> None:
    with key_server(jwks(OLD)) as server:
        keys = served_by(server)
        assert keys.find("old")
        server.body = jwks(OLD, NEW)
        assert keys.find("new")


def test_a_withdrawn_key_goes_with_the_next_renewal() -> None:
    clock = Hands()
    with key_server(jwks(OLD)) as server:
        keys = served_by(server, clock)
        assert keys.find("old")
        server.body = jwks(NEW)
        clock.at += 601
        assert keys.find("old"), "the call that notices does not wait"
        until = time.monotonic() + 5
        while keys.find("old") and time.monotonic() < until:
            time.sleep(0.01)
        assert not keys.find("old")
        assert keys.find("new")


def test_a_flood_of_unknown_key_ids_causes_few_look_ups() -> None:
    with key_server(jwks(OLD)) as server:
        keys = served_by(server)
        assert keys.find("old")
        assert not any(keys.find(f"k{number}") for number in range(300))
        assert keys.find("old")
        assert len(server.asked) <= 3


def test_look_ups_are_earned_back_with_time() -> None:
    clock = Hands()
    with key_server(jwks(OLD)) as server:
        keys = served_by(server, clock)
        for number in range(20):
            assert not keys.find(f"k{number}")
        server.body = jwks(NEW)
        assert not keys.find("new")
        clock.at += 10
        assert keys.find("new")


def test_an_id_looked_up_in_vain_is_not_looked_up_again_at_once() -> None:
    with key_server(jwks(OLD)) as server:
        keys = served_by(server)
        assert not any(keys.find("typo") for _ in range(50))
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500}, {"status": 404}, {"body": b"<html>"}, {"body": b'{"keys": []}'},
        {"body": jwks(NEW) + b" " * 300_000}, {"status": 204, "body": b""},
        {"status": 302, "headers": {"Location": "/elsewhere"}},
    ],
)  # fmt: skip
def test_a_key_server_in_trouble_leaves_the_old_set_in_use(trouble: dict[str, Any]) -> None:
    with key_server(jwks(OLD)) as server:
        keys = served_by(server)
        assert keys.find("old")
        for name, value in trouble.items():
            setattr(server, name, value)
        assert not keys.find("new")
        assert keys.find("old")
        assert "/elsewhere" not in server.asked


def test_a_redirect_of_the_key_server_is_not_followed() -> None:
    with key_server() as evil, key_server(jwks(OLD)) as server:
        evil.body = jwks(NEW)
        server.status, server.headers = 302, {"Location": f"{evil.url}/jwks.json"}
        assert not served_by(server).find("new")
        assert not evil.asked


def test_no_key_server_means_no_keys_and_no_crash() -> None:
    with key_server() as server:
        gone = server
    assert served_by(gone).find("old") == ()


def test_a_slow_key_server_holds_a_call_up_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (key_cache, key_source):
        monkeypatch.setattr(module, "PATIENCE", 0.2)
    with key_server(jwks(OLD)) as server:
        server.delay = 1.0
        keys = served_by(server)
        started = time.monotonic()
        assert not keys.find("old")
        assert not keys.find("other")
        assert time.monotonic() - started < 0.9


def test_a_look_up_that_hangs_does_not_block_the_next_for_ever() -> None:
    clock = Hands()
    answers = [5.0, 0.0]

    def load() -> KeySet:
        time.sleep(answers.pop(0))
        return read_key_set(jwks(NEW))

    keys = KeyCache(ISSUER, load, clock)
    keys._renew()
    clock.at += 16
    assert keys.find("new")


def test_a_key_file_is_read_again_for_a_new_key(tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_bytes(jwks(OLD))
    keys = keys_of(TrustedClient("demo", ISSUER, jwks_file=str(file)))
    assert keys.find("old")
    file.write_bytes(jwks(NEW))
    assert keys.find("new")


@pytest.mark.parametrize("content", [None, b"", b'{"keys": []}', jwks(jwk(rsa_key(1024), "weak"))])
def test_a_key_file_without_a_usable_key_stops_the_start(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "jwks.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match="jwks_file of client 'demo'"):
        keys_of(TrustedClient("demo", ISSUER, jwks_file=str(file)))


def test_a_client_without_keys_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="'demo' has no keys"):
        keys_of(TrustedClient("demo", ISSUER))
