"""A client token taken apart: what it claims, before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
from jwt import PyJWK, PyJWS, PyJWTError

from cds_service.auth.key_set import ALGORITHMS
from cds_service.errors import RefusedError

_SCHEME = "bearer"
_MAX_LENGTH = 16 * 1024
_JWS = PyJWS(algorithms=ALGORITHMS)


class Header(msgspec.Struct, frozen=True):
    """The header of a token: all that may choose a key."""

    alg: str
    kid: str
    typ: str
    jku: str | None = None
    crit: Any = None
    b64: Any = None


class Claims(msgspec.Struct, frozen=True):
    """The claims of a token; times are seconds since 1970."""

    iss: str
    aud: str | tuple[str, ...]
    exp: int | float
    iat: int | float
    jti: str
    nbf: int | float | None = None
    tenant: str | None = None

    @property
    def audiences(self) -> tuple[str, ...]:
        """Whom the token is for."""
        return (self.aud,) if isinstance(self.aud, str) else self.aud


@dataclass(frozen=True, slots=True)
class Token:
    """An unverified token; its text is never shown."""

    text: str = field(repr=False)
    header: Header
    claims: Claims

    def is_signed_by(self, key: PyJWK) -> bool:
        """Whether this key signed it, with the algorithm both the key and the header name."""
        if key.algorithm_name != self.header.alg:
            return False
        try:
            _JWS.decode(self.text, key, algorithms=ALGORITHMS)
        except PyJWTError:
            return False
        return True


def read_token(authorization: str | None) -> Token:
    """The token of an `Authorization` header; raises RefusedError."""
    scheme, _, text = (authorization or "").partition(" ")
    if scheme.lower() != _SCHEME or not text:
        raise RefusedError("no bearer token")
    if len(text) > _MAX_LENGTH or not text.isascii():
        raise RefusedError("not a token")
    try:
        parts = _JWS.decode_complete(text, options={"verify_signature": False})
        claims = msgspec.json.decode(parts["payload"], type=Claims)
    except (PyJWTError, msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError):
        raise RefusedError("not a token, or a claim is missing or malformed") from None
    known = {"issuer": claims.iss, "tenant": claims.tenant or "", "jti": claims.jti}
    try:
        header = msgspec.convert(parts["header"], Header)
    except msgspec.ValidationError as error:
        raise RefusedError(f"header: {error}", **known) from None
    if header.alg not in ALGORITHMS or header.typ != "JWT" or not header.kid:
        raise RefusedError("header: alg, typ or kid is not acceptable", **known)
    if header.crit is not None or header.b64 is not None:
        raise RefusedError("header: extensions are not understood", **known)
    return Token(text, header, claims)
