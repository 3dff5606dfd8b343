"""The gate: a token is let in once, if all of it is right; the order is that of the specification.

Who may call, for whom, when, for which tenant, signed by whose key, and never twice: only a token
that passed everything else uses up its id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cds_service.auth.clients import TrustedClient
from cds_service.auth.key_cache import KeyCache
from cds_service.auth.key_source import keys_of
from cds_service.auth.replay import ReplayMemory
from cds_service.auth.token import Claims, read_token
from cds_service.errors import RefusedError

LEEWAY = 5.0
"""Seconds by which the clocks of the two sides may differ."""
LONGEST = 24 * 3600.0
"""Seconds a token may still live: its id is remembered for that long, so it must be bounded."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who was let in."""

    client: TrustedClient
    tenant: str
    jti: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Checks tokens; `now` is the time in seconds since 1970."""

    clients: Mapping[str, TrustedClient]
    keys: Mapping[str, KeyCache]
    memory: ReplayMemory
    now: Callable[[], float]

    def let_in(self, authorization: str | None, address: str) -> Caller:
        """Who calls `address`; raises RefusedError, or StoreLostError when it cannot tell."""
        token = read_token(authorization)
        claims, header = token.claims, token.header
        client = self.clients.get(claims.iss)
        if client is None:
            raise _refused("issuer not on the list", claims)
        if not {address, *client.audiences} & set(claims.audiences):
            raise _refused("not meant for this address", claims)
        if why := _out_of_time(claims, self.now()):
            raise _refused(why, claims)
        if client.tenants and claims.tenant not in client.tenants:
            raise _refused("tenant not on the list", claims)
        if header.jku is not None and header.jku != (client.jwks_url or client.jku):
            raise _refused("jku is not the address of this issuer's keys", claims)
        if not any(token.is_signed_by(key) for key in self.keys[claims.iss].find(header.kid)):
            raise _refused("not signed by a key of this issuer", claims)
        if not self.memory.remember(claims.iss, claims.jti, claims.exp + LEEWAY):
            raise _refused("used before", claims)
        return Caller(client, claims.tenant or "", claims.jti)


def open_gate(
    clients: tuple[TrustedClient, ...], memory: ReplayMemory, now: Callable[[], float]
) -> Gate:
    """The gate for these clients; raises SettingsError when one of them has no usable keys."""
    return Gate(
        {client.issuer: client for client in clients},
        {client.issuer: keys_of(client) for client in clients},
        memory,
        now,
    )


def _out_of_time(claims: Claims, now: float) -> str:
    if claims.exp <= now - LEEWAY:
        return "expired"
    if claims.exp > now + LONGEST + LEEWAY:
        return "lives too long"
    if claims.iat > now + LEEWAY:
        return "issued in the future"
    if claims.nbf is not None and claims.nbf > now + LEEWAY:
        return "not valid yet"
    return "" if claims.jti else "no id"


def _refused(why: str, claims: Claims) -> RefusedError:
    return RefusedError(why, claims.iss, claims.tenant or "", claims.jti)
