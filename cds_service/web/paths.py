"""Addresses as clients join them: a slash too many finds the same route, without a redirect.

A redirect would lose the body of a POST with many clients.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

_SLASHES = re.compile(r"/{2,}")


def tolerate_slashes(app: WSGIApplication) -> WSGIApplication:
    """Wrap a WSGI application so that doubled and trailing slashes do not matter."""

    def tolerant(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if "//" in path or (path.endswith("/") and path != "/"):
            environ["PATH_INFO"] = _SLASHES.sub("/", path).rstrip("/") or "/"
        return app(environ, start_response)

    return tolerant
