"""Where the keys of a client come from: a file beside the clients file, or its one address."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import requests

from cds_service.auth.clients import TrustedClient
from cds_service.auth.key_cache import PATIENCE, KeyCache
from cds_service.auth.key_set import KeySet, read_key_set
from cds_service.auth.trust import SystemTrust
from cds_service.errors import KeySetError, SettingsError

_MAX_BYTES = 256 * 1024
_PIECE = 4096


def keys_of(client: TrustedClient) -> KeyCache:
    """The keys of a client; raises SettingsError when it names none, or a file without any."""
    if client.jwks_url:
        return KeyCache(client.issuer, partial(_fetched, client.jwks_url))
    if not client.jwks_file:
        raise SettingsError(
            f"LUPUS_CDS_CLIENTS: client {client.name!r} has no keys: give jwks_file or jwks_url"
        )
    keys = KeyCache(client.issuer, partial(_read, Path(client.jwks_file)))
    try:
        keys.load_now()
    except KeySetError as error:
        raise SettingsError(
            f"LUPUS_CDS_CLIENTS: jwks_file of client {client.name!r}: {client.jwks_file}: {error}"
        ) from None
    return keys


def _read(file: Path) -> KeySet:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise KeySetError(f"it cannot be read: {error.strerror}") from None
    return read_key_set(body)


def _fetched(url: str) -> KeySet:
    deadline = time.monotonic() + PATIENCE
    try:
        with (
            _session() as session,
            session.get(
                url,
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
                auth=_no_credentials,
                timeout=PATIENCE,
                allow_redirects=False,
                stream=True,
            ) as answer,
        ):
            if answer.status_code != 200:
                raise KeySetError(f"{url} answered {answer.status_code}")
            body = bytearray()
            for piece in answer.iter_content(_PIECE):
                body += piece
                if len(body) > _MAX_BYTES:
                    raise KeySetError(f"{url} answered more than {_MAX_BYTES} bytes")
                if time.monotonic() > deadline:
                    raise KeySetError(f"{url} took longer than {PATIENCE:g} s")
    except requests.RequestException as error:
        raise KeySetError(f"{url} cannot be reached: {type(error).__name__}") from None
    return read_key_set(bytes(body))


def _session() -> requests.Session:
    session = requests.Session()
    session.mount("https://", SystemTrust())
    return session


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from adding what a .netrc file holds."""
    return request
