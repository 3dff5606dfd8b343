"""Cross-origin calls from web pages, for the origins in the settings and no others."""

from __future__ import annotations

import re

from flask import Flask, Response, request

_CALLED_BY_PAGES = re.compile(r"/cds-services(/[^/]+(/feedback)?)?|/explain/[^/]+")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "authorization, content-type, accept-language",
    "Access-Control-Max-Age": "600",
}


def allow_origins(app: Flask, origins: frozenset[str]) -> None:
    """Answer preflights, and mark answers for the origins; `*` stands for any origin."""

    @app.before_request
    def preflight() -> Response | None:
        if request.method != "OPTIONS" or not _CALLED_BY_PAGES.fullmatch(request.path):
            return None
        response = Response(status=204)
        if _allowed(request.headers.get("Origin"), origins):
            response.headers.update(_PREFLIGHT)
        return response

    if origins:

        @app.after_request
        def mark(response: Response) -> Response:
            origin = request.headers.get("Origin")
            response.vary.add("Origin")
            if origin and _allowed(origin, origins):
                response.headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
                response.headers["Access-Control-Expose-Headers"] = (
                    "Lupus-CDS-Content, Content-Language"
                )
            return response


def _allowed(origin: str | None, origins: frozenset[str]) -> bool:
    return origin is not None and ("*" in origins or origin in origins)
