"""Is an address this machine's own? The one answer for settings, key sets and FHIR bases."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine, without asking the name service."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def unsafe_because(url: str) -> str:
    """Why a URL must not be called or named, in words; empty when it may be."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 (raises when it is no number)
    except ValueError:
        return "not a URL"
    if parts.scheme not in {"https", "http"} or not host:
        return "not an absolute https URL"
    if parts.username is not None or parts.password is not None:
        return "a URL with a user name in it"
    if parts.fragment or any(c.isspace() or not c.isprintable() for c in url):
        return "not a plain URL"
    if parts.scheme == "http" and not is_loopback(host):
        return "plain http is only for loopback addresses: use https"
    return ""
