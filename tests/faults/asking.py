"""Asking the service about a patient whose data are on a FHIR server, and timing it."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from tests.toy_pack.calls import PACK, Json, call, service

BUDGET_MS = 600
MARGIN = 0.5
"""Seconds for everything besides fetching, on a busy machine."""
TOKEN = "s3cr3t-token-of-the-call"


@dataclass(frozen=True)
class Told:
    """An answer, and how long it took."""

    status: int
    body: Json
    text: str
    seconds: float

    @property
    def notices(self) -> str:
        return " ".join(self.body.get("notices", []))

    def row(self, rule: str = "weight-asked") -> Json:
        found: Json = next(row for row in self.body["trace"] if row["rule"] == rule)
        return found


def listing(
    folder: Path, *bases: str, budget_ms: int = BUDGET_MS, content: str = PACK
) -> FlaskClient:
    """The service, with these FHIR bases on its list."""
    file = folder / "clients.toml"
    listed = json.dumps(list(bases))
    file.write_text(
        f'[[client]]\nname = "ehr"\nissuer = "https://ehr.example"\nfhir_servers = {listed}\n',
        encoding="utf-8",
    )
    return service(clients=str(file), fetch_budget_ms=budget_ms, content=content)


def ask(client: FlaskClient, fhir_server: str | None, **prefetch: Any) -> Told:
    """Ask for an explanation; `observations` and the like are not sent unless given."""
    body = call("patient-view")
    body["prefetch"] = {
        name: value for name, value in {**body["prefetch"], **prefetch}.items() if value != "unsent"
    }
    if fhir_server is not None:
        body["fhirServer"] = fhir_server
        body["fhirAuthorization"] = {
            "access_token": TOKEN, "token_type": "Bearer", "expires_in": 300,
            "scope": "patient/*.rs", "subject": "lupus-cds",
        }  # fmt: skip
    return post(client, body)


def post(client: FlaskClient, body: Json) -> Told:
    started = time.monotonic()
    answer = client.post(
        f"/explain/lupus-{body['hook']}", json=body, headers={"Accept-Language": "en"}
    )
    seconds = time.monotonic() - started
    return Told(answer.status_code, answer.get_json(), answer.text, seconds)
