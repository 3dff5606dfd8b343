"""Hook requests about a record, as an EHR that sends the whole prefetch would make them."""

import json
import uuid
from collections.abc import Iterable
from datetime import date

from cds_service.evidence.templates import KEY_OF_TYPE
from integration.synthea.patients import Json, Record, searchset

THE_REST = "everythingElse"
"""A prefetch key that the service does not offer, with all that it does not ask for."""
_INSTANCES = uuid.uuid5(uuid.NAMESPACE_URL, "https://lupus-cds.example/fhir/synthea")
_ATC = "http://www.whocc.no/atc"
_ORDINARY = {
    "order-select": ("J01CA04", "amoxicilline", 1000, 3),
    "order-sign": ("C09AA05", "ramipril", 5, 1),
}
"""Order hook -> a common drug: ATC code, name, mg at a time, times a day."""


def patient_view(record: Record) -> Json:
    """A patient-view call that sends everything the record holds."""
    body = _request(record, "patient-view")
    rest = [r for r in record.resources if r["resourceType"] not in KEY_OF_TYPE]
    body["prefetch"][THE_REST] = searchset(rest)
    return body


def ordinary_order(record: Record, hook: str, day: date) -> Json:
    """A call of an order hook about one common drug."""
    body = _request(record, hook)
    draft = _draft(record, hook, day)
    body["context"]["draftOrders"] = {
        "resourceType": "Bundle", "type": "collection", "entry": [{"resource": draft}]
    }  # fmt: skip
    if hook == "order-select":
        body["context"]["selections"] = [f"MedicationRequest/{draft['id']}"]
    return body


def with_story(record: Record, story: Json) -> Json:
    """The call of a sample patient, told of this person and amid this person's resources."""
    text = json.dumps(story["prefetch"] | {"": story["context"]})
    told = story["context"]["patientId"]
    moved: Json = json.loads(text.replace(f"Patient/{told}", f"Patient/{record.id}"))
    context: Json = {**moved.pop(""), "patientId": record.id}
    prefetch = prefetch_of(record)
    for key, value in moved.items():
        if value.get("resourceType") == "Bundle":
            own = [entry["resource"] for entry in prefetch[key].get("entry", [])]
            prefetch[key] = searchset([*own, *resources_in(value)])
        elif key != KEY_OF_TYPE["Patient"]:
            prefetch[key] = value
    return {**story, "context": context, "prefetch": prefetch}


def prefetch_of(record: Record) -> Json:
    """Every prefetch key of the service, answered in full."""
    prefetch: Json = {
        key: searchset(record.of(kind)) for kind, key in KEY_OF_TYPE.items() if kind != "Patient"
    }
    return {KEY_OF_TYPE["Patient"]: record.patient, **prefetch}


def resources_in(bundle: Json) -> Iterable[Json]:
    """The resources of a Bundle."""
    return [entry["resource"] for entry in bundle.get("entry", [])]


def _request(record: Record, hook: str) -> Json:
    return {
        "hook": hook,
        "hookInstance": str(uuid.uuid5(_INSTANCES, f"{record.id}/{hook}")),
        "context": {"userId": "Practitioner/synthetic", "patientId": record.id},
        "prefetch": prefetch_of(record),
    }


def _draft(record: Record, hook: str, day: date) -> Json:
    code, name, mg, times = _ORDINARY[hook]
    dose = {"value": mg, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    return {
        "resourceType": "MedicationRequest",
        "id": "ordinary-draft",
        "status": "draft",
        "intent": "order",
        "subject": {"reference": f"Patient/{record.id}"},
        "authoredOn": day.isoformat(),
        "medicationCodeableConcept": {"coding": [{"system": _ATC, "code": code}], "text": name},
        "dosageInstruction": [
            {
                "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": dose}],
            }
        ],
    }
