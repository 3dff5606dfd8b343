"""Hook calls for the toy pack, and a service that answers them."""

from datetime import date
from typing import Any

from flask.testing import FlaskClient

from cds_service.app import create_app
from cds_service.settings import Settings

Json = dict[str, Any]
Said = Any
"""Whatever JSON holds at a place."""

TODAY = date(2026, 11, 20)
PACK = "tests.toy_pack"
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
MG = {"value": 20, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}


def service(**settings: Any) -> FlaskClient:
    """The service with the toy pack, on a fixed day."""
    return create_app(Settings(**{"content": PACK} | settings), lambda: TODAY).test_client()


def prednisone(mg: float = 20, **members: Any) -> Json:
    """A prednisone draft, once a day."""
    return {
        "resourceType": "MedicationRequest",
        "id": "draft-1",
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {
            "coding": [{"system": "http://www.whocc.no/atc", "code": "H02AB07"}],
            "text": "CORTANCYL",
        },
        "dosageInstruction": [
            {
                "route": {"text": "orale"},
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {**MG, "value": mg}}],
            }
        ],
    } | members


def weight(kg: float) -> Json:
    """A searchset with one body weight, yesterday."""
    return searchset({
        "resourceType": "Observation",
        "id": "w1",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "effectiveDateTime": "2026-11-19",
        "valueQuantity": {"value": kg, "unit": "kg", "code": "kg"},
    })  # fmt: skip


def searchset(*resources: Json) -> Json:
    """A complete answer to a search."""
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def call(hook: str, *drafts: Json, **prefetch: Json | None) -> Json:
    """A hook request; the required data are there, and nothing else unless given."""
    context: Json = {"userId": "Practitioner/1", "patientId": "p1"}
    if hook != "patient-view":
        context["draftOrders"] = {
            "resourceType": "Bundle",
            "entry": [{"resource": draft} for draft in drafts],
        }
    if hook == "order-select":
        context["selections"] = [f"MedicationRequest/{draft['id']}" for draft in drafts]
    patient = {
        "resourceType": "Patient", "id": "p1", "birthDate": "1990-01-01", "gender": "female",
    }  # fmt: skip
    required = {"patient": patient, "conditions": None, "medicationRequests": None}
    return {
        "hook": hook,
        "hookInstance": INSTANCE,
        "context": context,
        "prefetch": {**required, **prefetch},
    }
