"""A token is let in once, if all of it is right."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cds_service.auth.clients import load_clients
from cds_service.auth.gate import LONGEST, Caller, Gate, open_gate
from cds_service.errors import RefusedError, StoreLostError
from tests.cds_service.auth.issuer import (
    BASE,
    ISSUER,
    VIEW,
    OneProcess,
    Signer,
    clients_file,
    ec_key,
    jwk,
    jwks,
    rsa_key,
    token,
)
from tests.cds_service.auth.key_server import key_server

NOW = 1_800_000_000.0
KEYS = jwks(jwk(ec_key(), "k1"), jwk(rsa_key(), "r1"))


def gate(folder: Path, *entries: dict[str, Any], keys: bytes = KEYS) -> Gate:
    clients = load_clients(str(clients_file(folder, *entries, keys=keys)))
    return open_gate(clients, OneProcess(), lambda: NOW)


def caller(opened: Gate, text: str, path: str = VIEW) -> Caller:
    return opened.let_in(f"Bearer {text}", BASE + path)


def call(opened: Gate, text: str, path: str = VIEW) -> str:
    return caller(opened, text, path).jti


def mint(**members: Any) -> str:
    return token(**{"now": NOW} | members)


def refused(opened: Gate, text: str, path: str = VIEW) -> str:
    with pytest.raises(RefusedError) as caught:
        call(opened, text, path)
    return caught.value.why


def by_hand(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    parts = [json.dumps(part).encode() for part in (header, claims)] + [signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def signed_by_hand(header: dict[str, Any], algorithm: str, key: Any) -> str:  # noqa: ANN401
    """A good token but for its header; a member given as None is left out."""
    head = {"alg": "ES384", "typ": "JWT", "kid": "k1"} | header
    head = {name: value for name, value in head.items() if value is not None}
    claims = good_claims()
    signed = by_hand(head, claims).rsplit(".", 1)[0].encode()
    return by_hand(head, claims, jwt.PyJWS().get_algorithm_by_name(algorithm).sign(signed, key))


def good_claims() -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(mint(), options={"verify_signature": False})
    return claims


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"), [(ec_key(), "ES384", "k1"), (rsa_key(), "RS384", "r1")]
)
def test_the_two_recommended_algorithms_are_let_in(
    tmp_path: Path, key: Signer, algorithm: str, kid: str
) -> None:
    text = mint(key=key, algorithm=algorithm, header={"kid": kid})
    assert caller(gate(tmp_path), text).client.issuer == ISSUER


def test_an_unsigned_token_is_refused(tmp_path: Path) -> None:
    for name in ("none", "None", "NONE"):
        text = by_hand({"alg": name, "typ": "JWT", "kid": "k1"}, good_claims())
        assert "alg" in refused(gate(tmp_path), text)


def test_an_empty_signature_is_refused(tmp_path: Path) -> None:
    text = by_hand({"alg": "ES384", "typ": "JWT", "kid": "k1"}, good_claims())
    assert "not signed" in refused(gate(tmp_path), text)


def test_the_public_key_is_no_shared_secret(tmp_path: Path) -> None:
    public = rsa_key().public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    for name in ("HS256", "HS384", "HS512"):
        for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER):
            secret = public.public_bytes(encoding, form)
            text = signed_by_hand({"alg": name, "kid": "r1"}, name, secret)
            assert "alg" in refused(gate(tmp_path), text)


@pytest.mark.parametrize(
    ("algorithm", "key", "kid"),
    [
        ("ES256", ec.generate_private_key(ec.SECP256R1()), "k1"),
        ("ES512", ec.generate_private_key(ec.SECP521R1()), "k1"),
        ("RS256", rsa_key(), "r1"),
        ("RS512", rsa_key(), "r1"),
        ("PS384", rsa_key(), "r1"),
    ],
)
def test_any_other_algorithm_is_refused(
    tmp_path: Path, algorithm: str, key: Signer, kid: str
) -> None:
    text = mint(algorithm=algorithm, key=key, header={"kid": kid})
    assert "alg" in refused(gate(tmp_path), text)


def test_a_key_serves_only_the_algorithm_of_its_kind(tmp_path: Path) -> None:
    assert "not signed" in refused(gate(tmp_path), mint(header={"kid": "r1"}))


def test_another_key_of_the_same_name_is_refused(tmp_path: Path) -> None:
    assert "not signed" in refused(gate(tmp_path), mint(key=ec_key("stranger")))


@pytest.mark.parametrize("kid", ["k2", "", "../keys/demo.jwks.json", "k1\x00"])
def test_an_unknown_key_id_is_refused(tmp_path: Path, kid: str) -> None:
    refused(gate(tmp_path), mint(header={"kid": kid}))


@pytest.mark.parametrize(
    "header",
    [
        {"kid": None}, {"kid": 7}, {"typ": None}, {"typ": "jose"}, {"typ": "at+jwt"},
        {"typ": "jwt"}, {"typ": 1}, {"alg": None}, {"crit": ["b64"], "b64": True}, {"b64": True},
    ],
)  # fmt: skip
def test_a_header_that_lacks_or_adds_something_is_refused(
    tmp_path: Path, header: dict[str, Any]
) -> None:
    assert call(gate(tmp_path), signed_by_hand({}, "ES384", ec_key()))
    refused(gate(tmp_path), signed_by_hand(header, "ES384", ec_key()))


@pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "jti"])
def test_every_required_claim_is_required(tmp_path: Path, name: str) -> None:
    refused(gate(tmp_path), mint(**{name: None}) if name != "iss" else _without_issuer())


def _without_issuer() -> str:
    claims = good_claims()
    del claims["iss"]
    return jwt.encode(claims, ec_key(), "ES384", headers={"kid": "k1"})


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": "1900000000"}, {"exp": True}, {"iat": [1]}, {"jti": 7}, {"jti": ""},
        {"aud": []}, {"aud": [7]}, {"tenant": 7}, {"exp": 10**400}, {"nbf": "soon"},
    ],
)  # fmt: skip
def test_a_claim_of_the_wrong_kind_is_refused(tmp_path: Path, claims: dict[str, Any]) -> None:
    every = good_claims() | claims
    refused(gate(tmp_path), jwt.encode(every, ec_key(), "ES384", headers={"kid": "k1"}))


@pytest.mark.parametrize(
    "audience",
    [
        BASE, f"{BASE}/", f"{BASE}/cds-services", f"{BASE}{VIEW}/", f"{BASE}/{VIEW}",
        f"{BASE}{VIEW}/feedback", f"{BASE}/cds-services/lupus-order-sign",
        f"http://cds.example.org{VIEW}", f"https://CDS.example.org{VIEW}",
        f"https://other.example.org{VIEW}", VIEW, "", "sand_man",
    ],
)  # fmt: skip
def test_a_token_for_another_address_is_refused(tmp_path: Path, audience: str) -> None:
    assert "address" in refused(gate(tmp_path), mint(aud=audience))


def test_a_token_may_name_several_addresses(tmp_path: Path) -> None:
    assert call(gate(tmp_path), mint(aud=["https://other.example.org", BASE + VIEW]))


def test_literal_audiences_of_a_client_are_accepted_everywhere(tmp_path: Path) -> None:
    opened = gate(tmp_path, {"audiences": ["sand_man", f"{BASE}/{VIEW}"]})
    assert call(opened, mint(aud="sand_man"))
    assert call(opened, mint(aud=f"{BASE}/{VIEW}"))
    assert "address" in refused(opened, mint(aud="sand_man2"))


def test_the_literal_audience_of_one_client_is_not_that_of_another(tmp_path: Path) -> None:
    opened = gate(
        tmp_path, {"audiences": ["sand_man"]}, {"name": "b", "issuer": "https://b.example"}
    )
    assert "address" in refused(opened, mint(iss="https://b.example", aud="sand_man"))


@pytest.mark.parametrize("issuer", ["https://evil.example", f"{ISSUER}/", ISSUER.upper(), ""])
def test_an_issuer_not_on_the_list_is_refused(tmp_path: Path, issuer: str) -> None:
    assert "issuer" in refused(gate(tmp_path), mint(iss=issuer))


def test_an_issuer_signs_with_its_own_keys_only(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(jwks(jwk(ec_key("of b"), "k1")))
    other = {"name": "b", "issuer": "https://b.example", "jwks_file": "b.json"}
    opened = gate(tmp_path, {}, other)
    assert call(opened, mint(iss="https://b.example", key=ec_key("of b")))
    assert "not signed" in refused(opened, mint(iss="https://b.example", key=ec_key()))


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"exp": NOW - 6}, "expired"),
        ({"exp": NOW - 5}, "expired"),
        ({"iat": NOW + 6}, "future"),
        ({"nbf": NOW + 6}, "not valid yet"),
        ({"exp": NOW + LONGEST + 6}, "too long"),
        ({"exp": 1e300}, "too long"),
    ],
)
def test_a_token_out_of_its_time_is_refused(
    tmp_path: Path, claims: dict[str, Any], why: str
) -> None:
    assert why in refused(gate(tmp_path), mint(**claims))


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 4}, {"iat": NOW + 4}, {"iat": NOW + 0.5}, {"nbf": NOW + 4},
        {"nbf": NOW - 300}, {"exp": NOW + 900}, {"exp": NOW + LONGEST},
    ],
)  # fmt: skip
def test_clocks_may_differ_by_a_few_seconds(tmp_path: Path, claims: dict[str, Any]) -> None:
    assert call(gate(tmp_path), mint(**claims))


def test_a_token_counts_once(tmp_path: Path) -> None:
    opened = gate(tmp_path)
    text = mint()
    assert call(opened, text)
    assert "used before" in refused(opened, text)


def test_the_id_counts_not_the_token(tmp_path: Path) -> None:
    opened = gate(tmp_path)
    assert call(opened, mint(jti="same"))
    assert "used before" in refused(opened, mint(jti="same", iat=int(NOW) - 1))


def test_two_issuers_may_use_the_same_id(tmp_path: Path) -> None:
    opened = gate(tmp_path, {}, {"name": "b", "issuer": "https://b.example"})
    assert call(opened, mint(jti="same"))
    assert call(opened, mint(jti="same", iss="https://b.example"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "https://other.example.org"}, {"exp": NOW - 60}, {"key": ec_key("stranger")},
        {"header": {"kid": "k2"}}, {"tenant": "t9"}, {"header": {"jku": "https://evil.example"}},
    ],
)  # fmt: skip
def test_a_refused_token_does_not_use_up_its_id(tmp_path: Path, wrong: dict[str, Any]) -> None:
    opened = gate(tmp_path, {"tenants": ["t1"]})
    refused(opened, mint(**{"jti": "same", "tenant": "t1"} | wrong))
    assert call(opened, mint(jti="same", tenant="t1")) == "same"


def test_tenants_are_checked_when_listed(tmp_path: Path) -> None:
    opened = gate(tmp_path, {"tenants": ["t1", "t2"]})
    assert caller(opened, mint(tenant="t2")).tenant == "t2"
    assert "tenant" in refused(opened, mint(tenant="t3"))
    assert "tenant" in refused(opened, mint())


def test_any_tenant_may_call_when_none_is_listed(tmp_path: Path) -> None:
    opened = gate(tmp_path)
    assert call(opened, mint(tenant="whoever"))
    assert call(opened, mint())


def test_a_hostile_jku_is_never_asked(tmp_path: Path) -> None:
    evil_key = ec_key("evil")
    with key_server(KEYS) as own, key_server(jwks(jwk(evil_key, "evil"))) as evil:
        opened = gate(tmp_path, {"jwks_url": f"{own.url}/jwks.json"})
        for jku in (f"{evil.url}/jwks.json", f"{own.url}/jwks.json?x", f"{own.url}@evil/"):
            head = {"kid": "evil", "jku": jku}
            assert "jku" in refused(opened, mint(key=evil_key, header=head))
            assert "jku" in refused(opened, mint(header={"jku": jku}))
        assert not evil.asked
        assert call(opened, mint(header={"jku": f"{own.url}/jwks.json"}))
        assert set(own.asked) == {"/jwks.json"}


def test_keys_carried_by_the_token_itself_are_not_believed(tmp_path: Path) -> None:
    evil = ec_key("evil")
    head = {"jwk": jwk(evil, "k1"), "x5u": "http://127.0.0.1:1/"}
    assert "not signed" in refused(gate(tmp_path), mint(key=evil, header=head))


def test_with_a_key_file_a_jku_is_accepted_only_as_listed(tmp_path: Path) -> None:
    head = {"jku": "https://ehr.example.org/jwks.json"}
    assert "jku" in refused(gate(tmp_path), mint(header=head))
    assert call(gate(tmp_path, {"jku": head["jku"]}), mint(header=head))


@pytest.mark.parametrize(
    "authorization",
    [
        None, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer a.b.c", "Bearer a.b", "Bearer ....",
        "Bearer é.é.é", "Bearer " + "a" * 20_000, "Bearer e30.e30.e30", "Bearer W10.W10.",
    ],
)  # fmt: skip
def test_anything_that_is_no_token_is_refused(tmp_path: Path, authorization: str | None) -> None:
    with pytest.raises(RefusedError):
        gate(tmp_path).let_in(authorization, BASE + VIEW)


def test_two_tokens_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        gate(tmp_path).let_in(f"Bearer {mint()},Bearer {mint()}", BASE + VIEW)


def test_nobody_is_let_in_when_the_memory_is_lost(tmp_path: Path) -> None:
    class Lost:
        def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
            raise StoreLostError("gone")

    clients = load_clients(str(clients_file(tmp_path, keys=KEYS)))
    opened = open_gate(clients, Lost(), lambda: NOW)
    with pytest.raises(StoreLostError):
        call(opened, mint())
    assert "not signed" in refused(opened, mint(key=ec_key("stranger")))


def test_the_text_of_a_token_is_in_no_representation(tmp_path: Path) -> None:
    text = mint()
    assert text.rsplit(".", 1)[1] not in repr(caller(gate(tmp_path), text))


def test_the_clock_of_the_gate_is_the_only_one(tmp_path: Path) -> None:
    assert abs(time.time() - NOW) > LONGEST, "the test would prove nothing on that day"
    assert call(gate(tmp_path), mint())
