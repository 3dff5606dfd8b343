"""An invented record that signs tokens, and the memory of a single process."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

ISSUER = "https://ehr.example.org"
BASE = "https://cds.example.org"
VIEW = "/cds-services/lupus-patient-view"

Signer = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@cache
def ec_key(name: str = "first") -> ec.EllipticCurvePrivateKey:
    """A P-384 key, the same for the same name."""
    return ec.generate_private_key(ec.SECP384R1())


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """An RSA key, the same for the same size."""
    return rsa.generate_private_key(65_537, bits)


def jwk(key: Signer, kid: str, **members: Any) -> dict[str, Any]:
    """The public half as a JWK; a member given as None is left out."""
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        made, algorithm = RSAAlgorithm.to_jwk(public, as_dict=True), "RS384"
    else:
        made, algorithm = ECAlgorithm.to_jwk(public, as_dict=True), "ES384"
    made.pop("key_ops", None)
    made |= {"kid": kid, "use": "sig", "alg": algorithm} | members
    return {name: value for name, value in made.items() if value is not None}


def jwks(*keys: dict[str, Any]) -> bytes:
    """A key set."""
    return json.dumps({"keys": keys}).encode()


def token(
    path: str = VIEW,
    *,
    key: Signer | None = None,
    algorithm: str = "ES384",
    header: dict[str, Any] | None = None,
    now: float | None = None,
    **claims: Any,
) -> str:
    """A good token for an address of ours, but for what is given; None leaves a member out."""
    now = time.time() if now is None else now
    every = {
        "iss": ISSUER,
        "aud": BASE + path,
        "iat": int(now),
        "exp": int(now) + 300,
        "jti": str(uuid.uuid4()),
    } | claims
    body = {name: value for name, value in every.items() if value is not None}
    head = {"kid": "k1"} | (header or {})
    head = {name: value for name, value in head.items() if value is not None or name == "typ"}
    return jwt.encode(body, key or ec_key(), algorithm, headers=head)


@dataclass
class OneProcess:
    """A memory of token ids that forgets at the end of the process."""

    seen: set[tuple[str, str]] = field(default_factory=set)

    def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
        known = (issuer, jti) in self.seen
        self.seen.add((issuer, jti))
        return not known


def clients_file(folder: Path, *entries: dict[str, Any], keys: bytes | None = None) -> Path:
    """A clients file and the key set beside it; an entry needs only what matters to the test."""
    (folder / "keys").mkdir(exist_ok=True)
    (folder / "keys/demo.jwks.json").write_bytes(keys or jwks(jwk(ec_key(), "k1")))
    lines = []
    for entry in entries or ({},):
        lines.append("[[client]]")
        every = {"name": "demo-ehr", "issuer": ISSUER} | entry
        if not {"jwks_file", "jwks_url"} & set(every):
            every["jwks_file"] = "keys/demo.jwks.json"
        lines += [f"{name} = {json.dumps(value)}" for name, value in every.items() if value != ""]
    file = folder / "clients.toml"
    file.write_text("\n".join(lines) + "\n")
    return file
