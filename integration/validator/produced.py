"""What the service sends, as files for the validator: suggested resources and error bodies.

`python -m integration.validator.produced FOLDER` puts every sample patient and every vignette
through the service and keeps each different resource once.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask.testing import FlaskClient

from cds_service import samples
from cds_service.app import create_app
from cds_service.errors import StoreLostError
from cds_service.evidence.templates import templates_for
from cds_service.settings import Settings
from cds_service.web.problems import problem_of
from tests.vignettes.build import build
from tests.vignettes.reading import all_vignettes

Json = dict[str, Any]
DAY = date(2026, 11, 20)
LANGUAGES = ("fr", "en")
_CLIENT = """
[[client]]
name = "nobody-calls"
issuer = "https://ehr.example"
jwks_url = "https://ehr.example/jwks.json"
"""


def main() -> None:
    """Write the files; exit 1 when a kind of resource is missing."""
    folder = Path(sys.argv[1])
    suggested = [resource for cards in answers() for resource in resources_of(cards)]
    outcomes = list(error_bodies())
    written = keep(suggested, folder / "suggested") + keep(outcomes, folder / "outcomes")
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(written.items()))
    print(f"{len(suggested)} suggested resources, {len(outcomes)} errors; different ones: {told}")
    if not suggested or not outcomes:
        sys.exit("the service suggested nothing, or refused nothing: there is nothing to validate")


def answers() -> Iterator[list[Json]]:
    """The cards of every call: samples in both languages, vignettes in one or the other."""
    for name in samples.names():
        for moment in samples.sample(name).hooks:
            templates = templates_for(moment.hook)
            body = samples.hook_request(name, moment.hook, DAY, templates)
            for language in LANGUAGES:
                yield cards_for(DAY, f"lupus-{moment.hook}", body, language)
    for vignette, language in zip(all_vignettes(), cycle(LANGUAGES), strict=False):
        day = vignette.case.get("today", DAY)
        call = build(vignette.case, day, templates_for(vignette.case.get("hook", "")) or None)
        yield cards_for(day, call.service, call.body, language)


def cards_for(day: date, service: str, body: Json, language: str) -> list[Json]:
    """The cards of one call; none when the vignette is about a refusal."""
    url, headers = f"/cds-services/{service}", {"Accept-Language": language}
    reply = client(day).post(url, json=body, headers=headers)
    cards: list[Json] = reply.get_json()["cards"] if reply.status_code == 200 else []
    return cards


def resources_of(cards: list[Json]) -> Iterator[Json]:
    """The resources of all actions; a suggested deletion has none."""
    for card in cards:
        for suggestion in card.get("suggestions", []):
            yield from (a["resource"] for a in suggestion["actions"] if "resource" in a)


def error_bodies() -> Iterator[Json]:
    """One OperationOutcome for each way to be refused."""
    service = "/cds-services/lupus-patient-view"
    asking = client(DAY)
    sample = samples.hook_request(samples.names()[0], "patient-view", DAY, {})
    replies = [
        asking.post(service, data=b"{", content_type="application/json"),
        asking.post(service, json={**sample, "hook": "order-sign"}),
        asking.post(service, json=sample),
        asking.post(service, data=b"x", content_type="text/plain"),
        asking.post(service, data=b" " * (1 << 20) + b"{}", content_type="application/json"),
        asking.post("/cds-services/nobody", json={}),
        asking.delete(service),
        closed().post(service, json=sample),
    ]
    wanted = [400, 400, 412, 415, 413, 404, 405, 401]
    got = [reply.status_code for reply in replies]
    if got != wanted:
        sys.exit(f"expected the refusals {wanted}, got {got}")
    yield from (reply.get_json() for reply in replies)
    for error in (StoreLostError("stopped"), RuntimeError("a defect")):
        yield json.loads(problem_of(error).body())


def keep(resources: list[Json], folder: Path) -> Counter[str]:
    """Write each different resource once; how many of each type."""
    folder.mkdir(parents=True)
    counts: Counter[str] = Counter()
    for text in sorted({json.dumps(r, ensure_ascii=False, sort_keys=True) for r in resources}):
        kind = json.loads(text)["resourceType"]
        counts[kind] += 1
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        (folder / f"{kind}-{digest}.json").write_text(text, encoding="utf-8")
    return counts


@cache
def client(day: date) -> FlaskClient:
    """The service on a day, without a store and without a limit of cards."""
    settings = Settings(database_url="", max_cards=0, max_body_mb=1)
    return create_app(settings, lambda: day).test_client()


def closed() -> FlaskClient:
    """The service as it is where every caller needs a token."""
    with TemporaryDirectory() as folder:
        somebody = Path(folder) / "clients.toml"
        somebody.write_text(_CLIENT, encoding="utf-8")
        settings = Settings(
            database_url=f"sqlite:///{folder}/store.db",
            auth="jwt",
            clients=str(somebody),
            public_url="https://cds.example",
        )
        return create_app(settings, lambda: DAY).test_client()


if __name__ == "__main__":
    main()
