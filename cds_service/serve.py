"""The service in the foreground, under gunicorn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from cds_service.app import create_app
from cds_service.settings import Settings
from cds_service.web.warm_up import warm_up

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_THREADS = 8
"""Threads of a worker: a slow client occupies one of them, not the worker."""


class Foreground(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """gunicorn with our settings; the application is loaded once and shared by the workers."""

    def __init__(self, settings: Settings, app: WSGIApplication) -> None:
        self._settings = settings
        self._app = app
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        host = self._settings.host
        chosen: dict[str, Any] = {
            "bind": f"{f'[{host}]' if ':' in host else host}:{self._settings.port}",
            "workers": self._settings.workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "proc_name": "lupus-cds",
            "control_socket_disable": True,
            "when_ready": lambda _server: click.echo(_welcome(self._settings)),
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
    app = create_app(settings)
    warm_up(app)
    Foreground(settings, app).run()


def _welcome(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = f"http://{host}:{settings.port}"
    post = "curl -s -H 'Content-Type: application/json' --data-binary @-"
    return f"""\
lupus-cds listens on {base} (Ctrl-C stops it)
  discovery   {base}/cds-services
  readiness   {base}/readyz
Try it:
  curl -s {base}/cds-services
  lupus-cds sample            # lists the sample patients; then, with one of them:
  lupus-cds sample NAME | {post} {base}/cds-services/lupus-patient-view"""
