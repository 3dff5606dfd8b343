"""The web application."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, Response

from cds_service.auth.clients import TrustedClient, load_clients
from cds_service.engine.pack import load_pack
from cds_service.errors import SettingsError
from cds_service.settings import Settings, load_settings, refuse_unsafe
from cds_service.store.store import Store
from cds_service.web.cors import allow_origins
from cds_service.web.discovery import add_discovery
from cds_service.web.errors import handle_errors
from cds_service.web.feedback import add_feedback
from cds_service.web.fhir import add_fhir
from cds_service.web.fhir_servers import fhir_servers
from cds_service.web.figures import add_figures
from cds_service.web.health import add_health
from cds_service.web.identity import require_identity
from cds_service.web.invoke import add_hooks
from cds_service.web.memory import Memory
from cds_service.web.paths import tolerate_slashes
from cds_service.web.runtime import Clock, Runtime
from cds_service.web.watching import watch_requests
from cds_service.web.workbench.workbench import add_workbench

if TYPE_CHECKING:
    from cds_service.auth.gate import Gate

MEMORY = "lupus-cds-memory"
"""Under which the application keeps what it remembers, for whoever starts and stops it."""


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Make the application; raises SettingsError or ContentError rather than start broken."""
    settings = settings or load_settings()
    refuse_unsafe(settings)
    pack = load_pack(settings.content)
    clients = load_clients(settings.clients)
    servers = fhir_servers(settings, clients)
    clock = clock or _today_in(settings.timezone)
    memory = Memory(settings, pack.version, _now_on(clock, settings.timezone))
    runtime = Runtime(settings, pack, clock, servers, memory)

    app = Flask("cds_service", static_folder=None)
    # One more than is accepted, so that a chunked body that was cut can be told from a whole one.
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes + 1
    app.wsgi_app = tolerate_slashes(app.wsgi_app)  # type: ignore[assignment, method-assign]

    app.extensions[MEMORY] = memory

    watch_requests(app)
    if settings.auth == "jwt":
        require_identity(app, _gate(settings, clients, memory.store), settings.public_url)
    add_discovery(app, settings.language)
    add_hooks(app, runtime)
    add_feedback(app, runtime)
    add_health(app, memory)
    add_figures(app)
    add_fhir(app, runtime)
    add_workbench(app, runtime)
    handle_errors(app)
    allow_origins(app, settings.origins)

    @app.after_request
    def mark(response: Response) -> Response:
        response.headers["Lupus-CDS-Content"] = pack.version
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def _gate(settings: Settings, clients: tuple[TrustedClient, ...], store: Store | None) -> Gate:
    if not clients:
        raise SettingsError(f"LUPUS_CDS_CLIENTS={settings.clients} lists nobody who may call")
    if store is None:
        raise SettingsError("LUPUS_CDS_DATABASE_URL is empty: used tokens must be remembered")
    # Only now: the cryptography behind it is a tenth of the memory of a worker that asks no token.
    from cds_service.auth.gate import open_gate  # noqa: PLC0415
    from cds_service.auth.replay import SteadyReplayMemory  # noqa: PLC0415

    return open_gate(clients, SteadyReplayMemory(store, time.time), time.time)


def _today_in(timezone: str) -> Clock:
    zone = ZoneInfo(timezone)
    return lambda: datetime.now(zone).date()


def _now_on(clock: Clock, timezone: str) -> Callable[[], datetime]:
    """The instant: the time of day is real, the day is the clock's."""
    zone = ZoneInfo(timezone)
    return lambda: datetime.combine(clock(), datetime.now(zone).time(), zone)
