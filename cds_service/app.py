"""The web application."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, Response

from cds_service.auth.clients import load_clients
from cds_service.engine.pack import load_pack
from cds_service.settings import Settings, load_settings, refuse_unsafe
from cds_service.web.cors import allow_origins
from cds_service.web.discovery import add_discovery
from cds_service.web.errors import handle_errors
from cds_service.web.fhir_servers import fhir_servers
from cds_service.web.front_page import add_front_page
from cds_service.web.health import add_health
from cds_service.web.invoke import add_hooks
from cds_service.web.paths import tolerate_slashes
from cds_service.web.runtime import Clock, Runtime


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Make the application; raises SettingsError or ContentError rather than start broken."""
    settings = settings or load_settings()
    refuse_unsafe(settings)
    pack = load_pack(settings.content)
    clients = load_clients(settings.clients)
    servers = fhir_servers(settings, clients)
    runtime = Runtime(settings, pack, clock or _today_in(settings.timezone), servers)

    app = Flask("cds_service", static_folder=None)
    # One more than is accepted, so that a chunked body that was cut can be told from a whole one.
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes + 1
    app.wsgi_app = tolerate_slashes(app.wsgi_app)  # type: ignore[assignment, method-assign]

    add_discovery(app, settings.language)
    add_hooks(app, runtime)
    add_health(app)
    add_front_page(app, pack.version)
    handle_errors(app)
    allow_origins(app, settings.origins)

    @app.after_request
    def mark(response: Response) -> Response:
        response.headers["Lupus-CDS-Content"] = pack.version
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def _today_in(timezone: str) -> Clock:
    zone = ZoneInfo(timezone)
    return lambda: datetime.now(zone).date()
