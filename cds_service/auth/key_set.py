"""The keys of a JWK set that may sign: ES384 and RS384 only, strong enough, meant for it."""

from __future__ import annotations

from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWTError

from cds_service.errors import KeySetError

ALGORITHMS = ("ES384", "RS384")
"""The algorithms accepted; the specification recommends these two and forbids none and HMAC."""

MIN_RSA_BITS = 2048
_ENCRYPTION_USES = {"enc", "encryption"}
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

KeySet = dict[str, tuple[PyJWK, ...]]
"""Key id -> the keys of that name."""


class _Jwks(msgspec.Struct, frozen=True):
    keys: tuple[Any, ...]


_DECODER = msgspec.json.Decoder(_Jwks)


def read_key_set(body: bytes) -> KeySet:
    """The usable keys of a JWK set, the others left out; raises KeySetError if there are none."""
    try:
        listed = _DECODER.decode(body).keys
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise KeySetError("it is not a JWK set: an object with a list `keys`") from None
    found: KeySet = {}
    for jwk in listed:
        key = _usable(jwk)
        if key is not None:
            found[jwk["kid"]] = (*found.get(jwk["kid"], ()), key)
    if not found:
        raise KeySetError(
            f"none of its {len(listed)} keys can be used: each needs a kid and is EC P-384 (ES384) "
            f"or RSA of {MIN_RSA_BITS} bits or more (RS384)"
        )
    return found


def _usable(jwk: Any) -> PyJWK | None:  # noqa: ANN401 (any JSON)
    if not isinstance(jwk, dict) or not isinstance(jwk.get("kid"), str) or not jwk["kid"]:
        return None
    algorithm = _algorithm(jwk)
    if not algorithm or not _meant_for_signatures(jwk):
        return None
    public = {name: value for name, value in jwk.items() if name not in _PRIVATE}
    try:
        key = PyJWK(public, algorithm)
    except (PyJWTError, ValueError, TypeError):
        return None
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < MIN_RSA_BITS:
        return None
    return key


def _algorithm(jwk: dict[str, Any]) -> str:
    match jwk.get("kty"), jwk.get("crv"):
        case "EC", "P-384":
            algorithm = "ES384"
        case "RSA", _:
            algorithm = "RS384"
        case _:
            return ""
    return algorithm if jwk.get("alg") in (None, algorithm) else ""


def _meant_for_signatures(jwk: dict[str, Any]) -> bool:
    # `use` is often odd in the field ("sign", "signature", "SIG"): only encryption is refused.
    use = jwk.get("use")
    if isinstance(use, str) and use.strip().lower() in _ENCRYPTION_USES:
        return False
    operations = jwk.get("key_ops")
    return not isinstance(operations, list) or not operations or "verify" in operations
