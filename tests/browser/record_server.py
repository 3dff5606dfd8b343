"""A record's FHIR server on loopback that holds one sample patient."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from cds_service import samples
from cds_service.evidence.templates import KEY_OF_TYPE
from tests.browser.running import TODAY
from tests.faults.fhir_server import ROOT, Exchange, FhirServer, fhir_server, page

CHART = [entry["resource"] for entry in samples.chart("steroid-maintenance", TODAY)["entry"]]
PATIENT = next(one["id"] for one in CHART if one["resourceType"] == "Patient")


@contextmanager
def record_server() -> Iterator[FhirServer]:
    """Start it; it answers reads and searches of that patient, and knows nobody else."""
    with fhir_server() as server:
        server.misbehave.update(dict.fromkeys(KEY_OF_TYPE, _of_the_chart))
        yield server


def _of_the_chart(exchange: Exchange) -> None:
    asked = urlsplit(exchange.path)
    kind, _, named = asked.path.removeprefix(f"{ROOT}/").partition("/")
    found = [one for one in CHART if one["resourceType"] == kind]
    if named:
        known = next((one for one in found if one["id"] == named), None)
        exchange.reply(known or {"resourceType": "OperationOutcome"}, 200 if known else 404)
    else:
        exchange.reply(page(*(found if PATIENT in asked.query else [])))
