"""Is the process alive, and can it do its work?"""

from __future__ import annotations

from flask import Flask, Response

from cds_service.web.memory import Memory

_FINE = b'{"status":"ok"}'


def add_health(app: Flask, memory: Memory) -> None:
    """Add `GET /healthz` (alive) and `GET /readyz` (hooks can answer, and the store is there)."""

    @app.get("/healthz")
    def alive() -> Response:
        return Response(_FINE, content_type="application/json")

    @app.get("/readyz")
    def ready() -> Response:
        memory.check()
        return Response(_FINE, content_type="application/json")
