"""`GET /metrics` for Prometheus; it tells of rules and times, never of patients."""

from __future__ import annotations

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST

from cds_service.watch.metrics import exposition


def add_figures(app: Flask) -> None:
    """Add the route."""

    @app.get("/metrics")
    def figures() -> Response:
        return Response(exposition(), content_type=CONTENT_TYPE_LATEST)
