"""The service in the foreground, under gunicorn."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from cds_service.errors import SettingsError, StoreLostError
from cds_service.settings import Settings
from cds_service.slow_clients import DeadlineWorker
from cds_service.watch.json_logs import log_json
from cds_service.watch.shared import shared_figures

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from cds_service.web.memory import Memory

_log = logging.getLogger(__name__)

_THREADS = 64
"""Threads of a worker. Each slow client holds one until its deadline; waiting is cheap.

Whoever opens more slow connections than that is for the proxy in front, which should take in whole
requests before it passes them on (`proxy_request_buffering on` in nginx, its default).
"""


class JsonLogger(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's own log, as JSON like ours."""

    def setup(self, cfg: object) -> None:
        """Take over when gunicorn has set up its handlers."""
        super().setup(cfg)
        log_json()


class Foreground(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """gunicorn with our settings; the application is loaded once and shared by the workers."""

    def __init__(self, settings: Settings, app: WSGIApplication, memory: Memory) -> None:
        self._settings = settings
        self._app = app
        self._memory = memory
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        host = self._settings.host
        chosen: dict[str, Any] = {
            "bind": f"{f'[{host}]' if ':' in host else host}:{self._settings.port}",
            "workers": self._settings.workers,
            "worker_class": DeadlineWorker,
            "threads": _THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "logger_class": JsonLogger,
            "proc_name": "lupus-cds",
            "control_socket_disable": True,
            "when_ready": lambda _server: click.echo(_welcome(self._settings)),
            "post_worker_init": lambda _worker: self._memory.wake(),
            "worker_exit": lambda _server, _worker: self._memory.close(),
        }
        for name, value in chosen.items():
            # Older releases have no control socket to switch off.
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """The application, made before the workers start."""
        return self._app


def serve(settings: Settings) -> None:
    """Listen until told to stop; raises SettingsError or ContentError before listening."""
    if not settings.database_url:
        raise SettingsError("LUPUS_CDS_DATABASE_URL is empty: feedback would be lost")
    log_json()
    with shared_figures():
        # Only now: the figures look for their folder when they are imported.
        from cds_service.app import MEMORY, create_app  # noqa: PLC0415
        from cds_service.web.warm_up import warm_up  # noqa: PLC0415

        app = create_app(settings)
        memory: Memory = app.extensions[MEMORY]
        warm_up(app, memory)
        _prepare(memory)
        # What is loaded now lasts: no collection need look at it again, and forks share its pages.
        gc.collect()
        gc.freeze()
        Foreground(settings, app, memory).run()


def _prepare(memory: Memory) -> None:
    """Migrate the store; a store that is away does not keep the service from advising."""
    try:
        memory.prepare()
    except StoreLostError as lost:
        _log.error("starting without the store, /readyz says so: %s", lost)


def _welcome(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = f"http://{host}:{settings.port}"
    command = sys.argv[0] if Path(sys.argv[0]).name == "lupus-cds" else "lupus-cds"
    post = "curl -s -H 'Content-Type: application/json' --data-binary @-"
    return f"""\
lupus-cds listens on {base} (Ctrl-C stops it)
  workbench   {base}/
  discovery   {base}/cds-services
  readiness   {base}/readyz
Try it:
  curl -s {base}/cds-services
  {command} sample            # lists the sample patients; then, with one of them:
  {command} sample NAME | {post} {base}/cds-services/lupus-patient-view"""
