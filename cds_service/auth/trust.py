"""Whom the service believes when it calls out: the authorities of the system, nobody else."""

from __future__ import annotations

import ssl
from typing import Any

from requests.adapters import HTTPAdapter
from typing_extensions import override


class SystemTrust(HTTPAdapter):
    """Verifies certificates and hosts with the authorities of the system, or of `SSL_CERT_FILE`.

    `requests` would bring a list of its own, in which a hospital's authority is missing.
    """

    @override
    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **options: Any
    ) -> None:
        context = ssl.create_default_context()
        super().init_poolmanager(connections, maxsize, block, ssl_context=context, **options)

    @override
    def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:
        """Leave it to the context, which verifies: reading the bundle anew each time is slow."""
        conn.cert_reqs = "CERT_REQUIRED"
