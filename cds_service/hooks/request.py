"""The envelope of a CDS Hooks call: who calls, which hook, what context, what prefetch."""

# ruff: noqa: N815 (the specification's own member names)

from __future__ import annotations

import codecs
import re
from typing import TypeVar

import msgspec
from typing_extensions import override

from cds_service.errors import InvalidRequestError

T = TypeVar("T")

_PIECE = 32 * 1024
"""Bytes looked at together; a power of two that fits the nearest cache."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_AT_PATH = re.compile(r"^(?P<what>.*?)(?: - at `(?P<where>[^`]*)`)?$", re.DOTALL)


class FhirAuthorization(msgspec.Struct, frozen=True):
    """A short-lived token for the EHR's FHIR server; used for this call only, never kept."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str
    subject: str
    patient: str | None = None

    @override
    def __repr__(self) -> str:
        return "FhirAuthorization(...)"


class HookRequest(msgspec.Struct, frozen=True):
    """A CDS Hooks request; `context` and every prefetch value are still undecoded JSON."""

    hook: str
    hookInstance: str
    context: msgspec.Raw
    prefetch: dict[str, msgspec.Raw] | None = None
    fhirServer: str | None = None
    fhirAuthorization: FhirAuthorization | None = None


_DECODER = msgspec.json.Decoder(HookRequest)


def decode_strictly(
    decoder: msgspec.json.Decoder[T], body: bytes | msgspec.Raw, at: str = "$"
) -> T:
    """Decode JSON; raises InvalidRequestError that says what is wrong and where."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        found = _AT_PATH.match(str(error))
        what = found["what"] if found else str(error)
        where = (found["where"] if found else None) or "$"
        raise InvalidRequestError(what, at + where.removeprefix("$")) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidRequestError(f"the body is not valid JSON: {error}", at) from None
    except RecursionError:
        raise InvalidRequestError("the JSON is nested too deeply", at) from None


def require_utf_8(body: bytes) -> None:
    """Refuse a body that is not UTF-8, even in members that nobody reads.

    Piece by piece: the text is of no use, and a whole body of it would only be moved about.
    """
    whole, at = memoryview(body), 0
    try:
        while at < len(whole):
            last = at + _PIECE >= len(whole)
            at += codecs.utf_8_decode(whole[at : at + _PIECE], "strict", last)[1]
    except UnicodeDecodeError as error:
        raise InvalidRequestError(
            f"the body is not UTF-8: byte {at + error.start} cannot be read"
        ) from None


def parse_request(body: bytes, expected_hook: str) -> HookRequest:
    """Read and check the envelope of a call to a service of `expected_hook`."""
    require_utf_8(body)
    request = decode_strictly(_DECODER, body)
    if request.hook != expected_hook:
        raise InvalidRequestError(
            f"this service answers the hook {expected_hook!r}, not {request.hook!r}", "$.hook"
        )
    if not _UUID.fullmatch(request.hookInstance):
        raise InvalidRequestError("hookInstance must be a UUID", "$.hookInstance")
    authorization = request.fhirAuthorization
    if authorization and not request.fhirServer:
        raise InvalidRequestError(
            "fhirServer is required when fhirAuthorization is sent", "$.fhirServer"
        )
    if authorization and authorization.token_type.lower() != "bearer":
        raise InvalidRequestError("token_type must be Bearer", "$.fhirAuthorization.token_type")
    return request


def hook_of(body: bytes) -> str:
    """The name of the hook a request is for; raises InvalidRequestError."""
    return decode_strictly(_DECODER, body).hook
