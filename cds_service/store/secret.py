"""The secret behind the keyed hashes, and the hashes themselves."""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
from pathlib import Path

from cds_service.errors import StoreLostError

_BYTES = 32
_SHORTEST = 16
_HEX_DIGITS = 32
"""128 bits of the hash are kept: no two patients meet, and rows stay short."""


def hashed(secret: bytes, kind: str, *parts: str) -> str:
    """The keyed hash (HMAC-SHA256) of some parts; kinds never meet."""
    message = json.dumps([kind, *parts]).encode()
    return hmac.digest(secret, message, "sha256").hex()[:_HEX_DIGITS]


def secret_in(file: Path) -> bytes:
    """The secret of a file that only its owner may read, made if missing."""
    with contextlib.suppress(FileExistsError):
        _make(file)
    try:
        found = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise StoreLostError(f"{file} cannot be read: {type(error).__name__}") from None
    if len(found) < _SHORTEST:
        raise StoreLostError(f"{file} is too short to be a secret: delete it to have a new one")
    return found


def _make(file: Path) -> None:
    if file.exists():
        return
    # Written aside, then linked: nobody ever sees half a secret, and only one of two makers wins.
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as written:
            written.write(secrets.token_hex(_BYTES) + "\n")
            written.flush()
            os.fsync(written.fileno())
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError as error:
        raise StoreLostError(
            f"{file} cannot be made ({type(error).__name__}): use openssl rand -hex 32"
        ) from None
    finally:
        draft.unlink(missing_ok=True)
