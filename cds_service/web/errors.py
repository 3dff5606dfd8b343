"""Every error leaves as an OperationOutcome; a defect leaves a trail without chart text."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from cds_service.watch.metrics import DEFECTS
from cds_service.web.problems import Problem, problem, problem_of

_log = logging.getLogger(__name__)
_TOLD = {
    404: "there is nothing at this address",
    405: "this address does not answer this method",
    413: "the body is larger than this service accepts",
}
_INNERMOST = 8


def handle_errors(app: Flask) -> None:
    """Answer every error of the application with an OperationOutcome."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _any)


def error_response(found: Problem, headers: Sequence[tuple[str, str]] = ()) -> Response:
    """A problem as an HTTP response."""
    response = Response(found.body(), found.status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(list(headers))
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    told = _TOLD.get(status) or error.description or error.name
    kept = [(name, value) for name, value in error.get_headers() if name.lower() in {"allow"}]
    return error_response(problem(status, told), kept)


def _any(error: Exception) -> Response:
    found = problem_of(error)
    if found.incident:
        DEFECTS.inc()
        # The message of an exception may hold chart text: only its kind and its way are logged.
        frames = traceback.extract_tb(error.__traceback__)[-_INNERMOST:]
        way = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
        _log.error("incident %s: %s at %s", found.incident, type(error).__name__, way)
    return error_response(found)
