"""The records that may call, from the TOML file of trusted clients."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from cds_service.auth.loopback import unsafe_because
from cds_service.errors import SettingsError


class TrustedClient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One record: who it says it is, where its keys are, and what it may be called at.

    `jwks_file` is absolute once loaded. `audiences` are literal `aud` values accepted besides the
    address called; `fhir_servers` are the only FHIR bases called for it, compared whole; an empty
    `tenants` accepts any. `jku` is what its tokens carry when the keys are a file; never followed.
    """

    name: str
    issuer: str
    jwks_file: str = ""
    jwks_url: str = ""
    jku: str = ""
    audiences: tuple[str, ...] = ()
    fhir_servers: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client: tuple[TrustedClient, ...] = ()


def load_clients(path: str) -> tuple[TrustedClient, ...]:
    """The trusted clients, none without a file; raises SettingsError naming file and key."""
    if not path:
        return ()
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
        listed = msgspec.convert(tomllib.loads(text), _File).client
    except OSError as error:
        raise _wrong(file, f"cannot be read: {error.strerror}") from None
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(file, str(error)) from None
    for position, client in enumerate(listed):
        _check(file, f"client[{position}]", client)
    for key in ("name", "issuer"):
        _all_different(file, key, [getattr(client, key) for client in listed])
    return tuple(_with_absolute_keys(file, client) for client in listed)


def _check(file: Path, at: str, client: TrustedClient) -> None:
    for key in ("name", "issuer"):
        if not getattr(client, key).strip():
            raise _wrong(file, f"{at}.{key} must not be empty")
    if client.jwks_file and client.jwks_url:
        raise _wrong(file, f"{at}: give jwks_file or jwks_url, not both")
    if client.jku and not client.jwks_file:
        raise _wrong(file, f"{at}.jku goes with jwks_file; with jwks_url it is that address")
    urls = [(f"{at}.fhir_servers", base) for base in client.fhir_servers]
    if client.jwks_url:
        urls.append((f"{at}.jwks_url", client.jwks_url))
    for key, url in urls:
        if why := unsafe_because(url):
            raise _wrong(file, f"{key}: {url!r}: {why}")
    for key in ("audiences", "tenants"):
        if not all(getattr(client, key)):
            raise _wrong(file, f"{at}.{key} must not hold an empty value")


def _all_different(file: Path, key: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise _wrong(file, f"client.{key} {value!r} is listed twice")


def _with_absolute_keys(file: Path, client: TrustedClient) -> TrustedClient:
    if not client.jwks_file:
        return client
    return msgspec.structs.replace(client, jwks_file=str(file.parent / client.jwks_file))


def _wrong(file: Path, what: str) -> SettingsError:
    return SettingsError(f"LUPUS_CDS_CLIENTS={file}: {what}")
