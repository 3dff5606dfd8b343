"""Our service, as `lupus-cds serve` starts it, and calls to it."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.stores.served import served

Json = dict[str, Any]
PATIENT_MS = 20_000
"""Time for fetching where speed is not what is asked: the machine may be busy."""


@dataclass(frozen=True)
class Answer:
    """What the service said, and how long it took."""

    status: int
    body: Json
    seconds: float

    @property
    def cards(self) -> list[Json]:
        found: list[Json] = self.body["cards"]
        return found

    @property
    def told(self) -> list[Json]:
        """The cards without what differs from call to call."""
        return [_without_uuids(card) for card in self.cards]

    @property
    def notices(self) -> list[str]:
        """What was not had, in words (from /explain)."""
        found: list[str] = self.body.get("notices", [])
        return found

    @property
    def verdicts(self) -> dict[str, str]:
        """What every rule of the hook says, silent ones too (from /explain)."""
        return {row["rule"]: row["verdict"] for row in self.body["trace"]}


def _without_uuids(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_uuids(value) for key, value in node.items() if key != "uuid"}
    return [_without_uuids(one) for one in node] if isinstance(node, list) else node


@dataclass(frozen=True)
class Service:
    """The running service, and what it keeps and logs."""

    base: str
    folder: Path

    def cards(self, request: Json) -> Answer:
        return self._post(f"/cds-services/lupus-{request['hook']}", request)

    def explained(self, request: Json) -> Answer:
        return self._post(f"/explain/lupus-{request['hook']}", request)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.base}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def traces(self) -> bytes:
        """Everything written to disk and the figures: where no token may be."""
        written = [one.read_bytes() for one in self.folder.rglob("*") if one.is_file()]
        return b"\n".join([*written, self.get("/metrics").encode()])

    def _post(self, path: str, body: Json) -> Answer:
        request = urllib.request.Request(
            f"{self.base}{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Accept-Language": "en"},
        )
        started = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            status, content = refused.code, refused.read()
        return Answer(status, json.loads(content), time.monotonic() - started)


@contextmanager
def service_trusting(folder: Path, *bases: str, budget_ms: int = PATIENT_MS) -> Iterator[Service]:
    """The service with these FHIR bases on its list, while the block lasts."""
    clients = folder / "clients.toml"
    clients.write_text(
        f'[[client]]\nname = "ehr"\nissuer = "https://ehr.example"\n'
        f"fhir_servers = {json.dumps(bases)}\n",
        encoding="utf-8",
    )
    with served(
        f"sqlite:///{folder}/store.db",
        folder,
        workers=2,
        LUPUS_CDS_CONTENT="cards",
        LUPUS_CDS_CLIENTS=str(clients),
        LUPUS_CDS_FETCH_BUDGET_MS=str(budget_ms),
        LUPUS_CDS_MAX_CARDS="0",
    ) as running:
        yield Service(running.base, folder)
