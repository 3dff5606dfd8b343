"""The request of a hook call: its body as bytes, and the language it asks for."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from cds_service.render.language import Language, negotiate

_JSON = {"application/json", "application/fhir+json", "application/json+fhir"}


def hook_body(max_bytes: int) -> bytes:
    """The body of a JSON request; raises 415 for anything else, 413 when it is too large."""
    if request.mimetype not in _JSON:
        raise UnsupportedMediaType("send the request as Content-Type: application/json")
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise UnsupportedMediaType("send the body without Content-Encoding")
    body = request.get_data(cache=False)
    # A chunked body has no length to refuse beforehand: werkzeug cuts it at its own limit.
    if len(body) > max_bytes:
        raise RequestEntityTooLarge
    if not body:
        raise BadRequest("the body is empty: a CDS Hooks request is a JSON object")
    return body


def wanted_language(default: str) -> Language:
    """The language of the answer."""
    return negotiate(request.headers.get("Accept-Language"), default)
