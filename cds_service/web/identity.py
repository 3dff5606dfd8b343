"""Who may call what: in `jwt` mode every address asks for a token, but for those listed here."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from cds_service.auth.clients import TrustedClient
from cds_service.errors import RefusedError

if TYPE_CHECKING:
    from cds_service.auth.gate import Gate

OPEN_ADDRESSES = frozenset({
    "/",
    "/api",
    "/assets/<version>/<name>",
    "/conformance",
    "/coverage",
    "/fhir/<kind>",
    "/fhir/<kind>/<name>",
    "/fhir/metadata",
    "/fhir/package.tgz",
    "/healthz",
    "/integrate",
    "/integrate/codes",
    "/metrics",
    "/openapi.json",
    "/readyz",
    "/rules",
    "/rules/<rule_id>",
    "/rules/print",
})  # fmt: skip
"""Routes that answer anyone; none of them tells anything about a patient.

`/metrics` is for a scraper inside: the proxy in front must not pass it on.
"""

_PROTECTED = re.compile(r"/(cds-services|explain)(/.*)?", re.DOTALL)
_SAID = b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login"}]}'
_TOLD_AT_MOST = 100
_log = logging.getLogger(__name__)


def require_identity(app: Flask, gate: Gate, public_url: str) -> None:
    """Let only known callers in, before anything of the body is read."""
    base = public_url.rstrip("/")

    @app.before_request
    def check() -> Response | None:
        if request.method == "OPTIONS" or _is_open():
            return None
        try:
            # The address comes from the settings: the Host header is the caller's to choose.
            caller = gate.let_in(request.headers.get("Authorization"), base + request.path)
        except RefusedError as refused:
            _note(refused)
            return _unauthorized()
        g.client = caller.client
        return None


def caller() -> TrustedClient | None:
    """The client that was let in; None when the service is open."""
    found: TrustedClient | None = g.get("client")
    return found


def _is_open() -> bool:
    if request.url_rule is None:
        # Nothing is there to protect, yet strangers need not learn which services exist.
        return not _PROTECTED.fullmatch(request.path)
    return request.url_rule.rule in OPEN_ADDRESSES


def _unauthorized() -> Response:
    response = Response(_SAID, 401, content_type="application/json")
    response.headers["WWW-Authenticate"] = "Bearer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _note(refused: RefusedError) -> None:
    claimed = {"issuer": refused.issuer, "tenant": refused.tenant, "jti": refused.jti}
    # In ASCII, escaped: what a stranger claims must not forge lines of the log.
    told = {name: ascii(value[:_TOLD_AT_MOST])[1:-1] for name, value in claimed.items() if value}
    _log.info("refused a caller: %s", refused.why, extra=told)
