"""Calls to a running service over HTTP."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import text

from cds_service.store.address import address
from cds_service.store.connections import connect

Json = dict[str, Any]
AT = "2026-11-20T09:00:00Z"

__all__ = ["AT", "Client", "audited", "override", "rows_of_all_tables"]


class Client:
    """One client with one connection."""

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        self._connection = http.client.HTTPConnection(
            str(parts.hostname), int(parts.port or 0), timeout=60
        )

    def post(self, path: str, body: Json | bytes, **headers: str) -> tuple[int, bytes]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"}
        self._connection.request("POST", path, content, kind | headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def get(self, path: str) -> tuple[int, str]:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()

    def figure(self, name: str) -> float:
        """The sum of a metric over its labels."""
        lines = self.get("/metrics")[1].splitlines()
        return sum(
            float(line.split()[-1]) for line in lines if line.split("{")[0].split()[0] == name
        )


def override(card: str, at: str = AT, **members: Any) -> Json:
    return {"card": card, "outcome": "overridden", "outcomeTimestamp": at} | members


def rows_of_all_tables(database_url: str) -> dict[str, list[str]]:
    """Everything the store holds, as text, by table."""
    connections = connect(address(database_url))
    tables = (
        "shown_card", "feedback", "audit_call", "audit_verdict", "audit_rule", "used_token",
    )  # fmt: skip
    with connections.read.connect() as connection:
        found = {
            name: [str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {name}"))]
            for name in tables
        }
    connections.close()
    return found


def audited(database_url: str) -> int:
    """How many calls the audit holds."""
    return len(rows_of_all_tables(database_url)["audit_call"])
