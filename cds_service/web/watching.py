"""Each request has an id, a line in the log and a place in the figures; never its content."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from cds_service.watch import metrics

_HEADER = "X-Request-Id"
_MACHINES = {"/healthz", "/readyz", "/metrics"}
"""Asked every few seconds; logged only when they fail."""
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_log = logging.getLogger("cds_service.requests")


def watch_requests(app: Flask) -> None:
    """Watch every request of the application; to be added before anything that may refuse one."""

    @app.before_request
    def begin() -> None:
        sent = request.headers.get(_HEADER, "")
        g.started = time.perf_counter()
        g.request_id = sent if _ACCEPTABLE.fullmatch(sent) else str(uuid4())
        g.noted = {}
        clear_contextvars()
        bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        # The route, not the path: what a client writes into an address stays out of the log.
        route = request.url_rule.rule if request.url_rule else "none"
        status = response.status_code
        response.headers[_HEADER] = g.request_id
        metrics.REQUESTS.labels(route, str(status)).inc()
        if status >= 500 or route not in _MACHINES:
            _log.info(
                "request",
                extra={
                    "method": request.method,
                    "route": route,
                    "status": status,
                    "ms": round(elapsed() * 1000, 2),
                    "content": response.headers.get("Lupus-CDS-Content"),
                    **g.noted,
                },
            )
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        clear_contextvars()


def note(**facts: str | int) -> None:
    """Facts for the log line of this request; nothing that a patient could be known by."""
    if "noted" in g:
        g.noted.update(facts)


def elapsed() -> float:
    """Seconds since this request began."""
    now = time.perf_counter()
    return now - float(g.get("started", now))


def request_id() -> str:
    """The id of this request: the client's if it is plain, else ours."""
    return str(g.get("request_id", ""))
