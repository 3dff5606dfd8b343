"""The service with its real content, and the calls of its sample patients."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from flask.testing import FlaskClient

from cds_service import samples
from cds_service.app import create_app
from cds_service.evidence.templates import templates_for
from cds_service.settings import Settings

Json = dict[str, Any]

TODAY = date(2026, 11, 20)
PATHS = {
    "patient-view": "/cds-services/lupus-patient-view",
    "order-select": "/cds-services/lupus-order-select",
    "order-sign": "/cds-services/lupus-order-sign",
}
MOMENTS = tuple(
    (name, moment.hook) for name in samples.names() for moment in samples.sample(name).hooks
)
"""Every sample patient at every hook the story has."""


def service(**settings: Any) -> FlaskClient:
    """The service on a fixed day, without a store unless one is given."""
    chosen = {"content": "cards", "database_url": ""} | settings
    return create_app(Settings(**chosen), lambda: TODAY).test_client()


@cache
def shared_service() -> FlaskClient:
    """One service for all tests that change no setting."""
    return service()


def request(name: str, hook: str) -> Json:
    """The call of a sample patient."""
    return samples.hook_request(name, hook, TODAY, templates_for(hook))


def drug_order(**members: Any) -> Json:
    """A draft of hydroxychloroquine as the public sandbox writes it: its own shapes, no type."""
    return {
        "resourceType": "MedicationRequest",
        "id": "request-123",
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {
            "text": "hydroxychloroquine sulfate 200 MG Oral Tablet",
            "coding": [
                {
                    "code": "979092",
                    "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                    "display": "hydroxychloroquine sulfate 200 MG Oral Tablet",
                }
            ],
        },
    } | members


def order_call(hook: str, *drafts: Json, **members: Any) -> Json:
    """A call about drafts, with the required data and nothing else."""
    context: Json = {
        "userId": "Practitioner/COREPRACTITIONER1",
        "patientId": "p1",
        "draftOrders": {
            "resourceType": "Bundle",
            "entry": [{"resource": draft} for draft in drafts],
        },
    }
    if hook == "order-select":
        context["selections"] = [
            f"{draft['resourceType']}/{draft.get('id', '')}" for draft in drafts
        ]
    return {
        "hook": hook,
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": context,
        "prefetch": {
            "patient": {
                "resourceType": "Patient",
                "id": "p1",
                "birthDate": "1990-01-01",
                "gender": "female",
            },
            "conditions": None,
            "medicationRequests": None,
        },
    } | members
