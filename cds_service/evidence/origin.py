"""FHIR bases compared as wholes: what may be called, and which addresses lie under it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from cds_service.auth.loopback import is_loopback

_VISIBLE = re.compile(r"[!-~]+")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?)(:\d{1,5})?")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Base:
    """The base of a FHIR server, normalised: two spellings of one base are equal."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The base as an address, without a trailing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    def holds(self, url: str) -> bool:
        """Whether an address lies at or below this base, on the same host and port."""
        found = _read(url)
        return (
            found is not None
            and (found.scheme, found.host, found.port) == (self.scheme, self.host, self.port)
            and (found.path == self.path or found.path.startswith(f"{self.path}/"))
        )


def base_of(url: str) -> Base | None:
    """The base an address names; None when it is anything else than a plain http(s) base."""
    return None if "?" in url else _read(url)


def listed_base(url: str) -> Base:
    """A base for the list of servers that may be called; raises ValueError that says why not."""
    base = base_of(url)
    if base is None:
        raise ValueError("it is not the plain address of a FHIR base, https://host[:port]/path")
    if base.scheme == "http" and not is_loopback(base.host):
        raise ValueError("plain http is allowed to loopback addresses only, use https")
    return base


def _read(url: str) -> Base | None:
    # Whatever two parsers could read in two ways is refused: user names, backslashes, dots to
    # climb with, encoded slashes, fragments.
    if not _VISIBLE.fullmatch(url) or "\\" in url or "#" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    found = _HOST.fullmatch(parts.netloc)
    if scheme not in _PORTS or found is None or port == 0:
        return None
    path = parts.path.rstrip("/")
    if not all(_plain(segment) for segment in path.split("/")[1:]):
        return None
    host = _host(found[1])
    return Base(scheme, host, port or _PORTS[scheme], path) if host else None


def _plain(segment: str) -> bool:
    named = unquote(segment).partition(";")[0]
    return named not in {"", ".", ".."} and not set(named) & set("/\\%")


def _host(text: str) -> str | None:
    if not text.startswith("["):
        return text.lower()
    try:
        return ipaddress.IPv6Address(text[1:-1]).compressed
    except ValueError:
        return None
