"""Style sheets and scripts, from this package only, under an address that changes with them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from flask import Flask, Response, abort

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FOR_A_YEAR = "public, max-age=31536000, immutable"


@cache
def assets() -> dict[str, bytes]:
    """Every file of `static` by its name."""
    folder = files(__package__) / "static"
    return {
        entry.name: entry.read_bytes()
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.rpartition(".")[2] in _TYPES
    }


@cache
def assets_version() -> str:
    """Changes whenever one of the files does."""
    digest = hashlib.sha256()
    for name, content in assets().items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:10]


def asset_url(name: str) -> str:
    """The address of a file; raises KeyError when there is none."""
    if name not in assets():
        raise KeyError(name)
    return f"/assets/{assets_version()}/{name}"


def add_assets(app: Flask) -> None:
    """Add `GET /assets/<version>/<name>`."""

    @app.get("/assets/<version>/<name>")
    def asset(version: str, name: str) -> Response:
        content = assets().get(name)
        if content is None:
            abort(404)
        kind = _TYPES[name.rpartition(".")[2]]
        response = Response(content, content_type=f"{kind}; charset=utf-8")
        # An old page may ask for an old version: it gets today's file, and does not keep it.
        current = version == assets_version()
        response.headers["Cache-Control"] = _FOR_A_YEAR if current else "no-store"
        return response
