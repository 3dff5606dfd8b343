"""The order-sign requests that are measured: one lupus patient as a hospital would send her.

The patient is invented. A request is the same at every call: no clock, no random numbers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from benchmarks.chart import CONDITIONS, MEDICATIONS, VISITS, observations, visits
from benchmarks.resources import (
    ENCOUNTER_ID,
    FHIR_BASE,
    PATIENT_ID,
    PRACTITIONER,
    TODAY,
    Json,
    condition,
    medication_request,
    patient,
)

HOOK = "order-sign"
SERVICE = "lupus-order-sign"


@dataclass(frozen=True, slots=True)
class Chart:
    """How much of the patient's chart is sent; there are ten observations a visit."""

    conditions: int = len(CONDITIONS)
    orders: int = len(MEDICATIONS)
    visits: tuple[date, ...] = VISITS


LARGE = Chart()
"""The request of 140 kB: 1 Patient, 10 Condition, 20 MedicationRequest, 60 Observation."""

MEDIUM = Chart(conditions=5, orders=8, visits=VISITS[-2:])
"""1 Patient, 5 Condition, 8 MedicationRequest, 20 Observation."""


def with_observations(number: int) -> Chart:
    """The large request with another number of observations, a multiple of ten."""
    return Chart(visits=visits(number // 10))


def body(chart: Chart = LARGE) -> bytes:
    """Return the request as it goes over the wire."""
    return json.dumps(build(chart), ensure_ascii=False, separators=(",", ":")).encode()


def build(chart: Chart = LARGE, hook: str = HOOK) -> Json:
    """Return the request as JSON objects; the prednisone order is a draft at the order hooks."""
    conditions = [condition(n, *row) for n, row in enumerate(CONDITIONS[: chart.conditions], 1)]
    orders = [medication_request(n, *row) for n, row in enumerate(MEDICATIONS[: chart.orders], 1)]
    return {
        "hook": hook,
        "hookInstance": "7c1f0a52-2a7e-4c8e-9d0b-5b0f3c7a9e11",
        "fhirServer": FHIR_BASE,
        "context": _context(hook),
        "prefetch": {
            "patient": patient(),
            "conditions": _searchset("Condition", conditions),
            "medicationRequests": _searchset("MedicationRequest", orders),
            "observations": _searchset("Observation", observations(chart.visits)),
        },
    }


def _context(hook: str) -> Json:
    context: Json = {
        "userId": PRACTITIONER["reference"],
        "patientId": PATIENT_ID,
        "encounterId": ENCOUNTER_ID,
    }
    if hook == "patient-view":
        return context
    draft = medication_request(
        99, "H02AB07", "Prednisone 5 mg, comprimé sécable", 10, 1, "draft", 0
    )
    if hook == "order-select":
        context["selections"] = [f"MedicationRequest/{draft['id']}"]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": draft}]}
    return context | {"draftOrders": bundle}


def _searchset(kind: str, resources: list[Json]) -> Json:
    return {
        "resourceType": "Bundle",
        "id": f"bench-{kind.lower()}-search",
        "meta": {"lastUpdated": f"{TODAY}T08:31:12.402+01:00"},
        "type": "searchset",
        "total": len(resources),
        "link": [{"relation": "self", "url": f"{FHIR_BASE}/{kind}?patient={PATIENT_ID}"}],
        "entry": [
            {
                "fullUrl": f"{FHIR_BASE}/{kind}/{resource['id']}",
                "resource": resource,
                "search": {"mode": "match"},
            }
            for resource in resources
        ],
    }
