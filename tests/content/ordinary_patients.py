"""Ordinary French-aged patients without lupus, made up from a seed: what a hospital mostly sees."""

import random
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
CIM10 = "https://smt.esante.gouv.fr/terminologie-cim-10"
ATC = "http://www.whocc.no/atc"
LOINC = "http://loinc.org"

DISEASES = [
    ("I10", "Hypertension artérielle"), ("E11.9", "Diabète de type 2"), ("J45.9", "Asthme"),
    ("M17.9", "Gonarthrose"), ("E78.5", "Hyperlipidémie"), ("F32.9", "Épisode dépressif"),
    ("N39.0", "Infection urinaire"), ("K21.9", "Reflux"), ("M06.9", "Polyarthrite rhumatoïde"),
    ("I48.9", "Fibrillation atriale"), ("J44.9", "BPCO"), ("N18.3", "Maladie rénale chronique"),
    ("C50.9", "Cancer du sein"), ("L40.0", "Psoriasis"), ("G43.9", "Migraine"),
    ("Z96.6", "Prothèse"),
]  # fmt: skip
DRUGS = [
    ("C07AB07", "bisoprolol", 5), ("A10BA02", "metformine", 1000), ("C10AA05", "atorvastatine", 20),
    ("N02BE01", "paracétamol", 1000), ("A02BC01", "oméprazole", 20), ("B01AC06", "aspirine", 75),
    ("C08CA01", "amlodipine", 5), ("H03AA01", "lévothyroxine", 0.1), ("N06AB06", "sertraline", 50),
    ("B01AF02", "apixaban", 5), ("R03AC02", "salbutamol", 0.1), ("H02AB07", "prednisone", 10),
    ("C03AA03", "hydrochlorothiazide", 25), ("J01CA04", "amoxicilline", 1000),
]  # fmt: skip
RESULTS = [
    ("29463-7", "kg", 45, 110), ("2160-0", "mg/dL", 0.5, 2.2), ("4548-4", "%", 4.5, 9),
    ("2890-2", "mg/g", 30, 900), ("718-7", "g/dL", 9, 17),
]  # fmt: skip


def ordinary_request(seed: int, hook: str, today: date) -> Json:
    """A hook request about patient number `seed`; order hooks sign one common drug."""
    rng = random.Random(seed)
    patient_id = f"ordinary-{seed}"
    subject = {"reference": f"Patient/{patient_id}"}
    age = rng.choice([rng.randint(1, 17), rng.randint(18, 64), rng.randint(65, 97)])
    context: Json = {"userId": "Practitioner/synthetic", "patientId": patient_id}
    if hook != "patient-view":
        order = {**_order(rng, subject, today, "draft-1"), "status": "draft"}
        context["draftOrders"] = _bundle([order])
        context["selections"] = ["MedicationRequest/draft-1"]
    return {
        "hook": hook,
        "hookInstance": f"00000000-0000-4000-8000-{seed:012d}",
        "context": context,
        "prefetch": {
            "patient": {
                "resourceType": "Patient",
                "id": patient_id,
                "gender": rng.choice(["female", "male"]),
                "birthDate": (today - timedelta(days=round(age * 365.25) + 40)).isoformat(),
            },
            "conditions": _bundle(
                [_condition(rng, subject, today, n) for n in range(rng.randint(0, 5))]
            ),
            "medicationRequests": _bundle(
                [_order(rng, subject, today, f"order-{n}") for n in range(rng.randint(0, 5))]
            ),
            "observations": _bundle(
                [_result(rng, subject, today, n) for n in range(rng.randint(0, 6))]
            ),
            "encounters": None,
            "medicationStatements": None,
        },
    }


def _bundle(resources: list[Json]) -> Json:
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def _condition(rng: random.Random, subject: Json, today: date, number: int) -> Json:
    code, text = rng.choice(DISEASES)
    return {
        "resourceType": "Condition",
        "id": f"condition-{number}",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": CIM10, "code": code}], "text": text},
        "subject": subject,
        "onsetDateTime": (today - timedelta(days=rng.randint(10, 4000))).isoformat(),
    }


def _order(rng: random.Random, subject: Json, today: date, order_id: str) -> Json:
    code, text, mg = rng.choice(DRUGS)
    return {
        "resourceType": "MedicationRequest",
        "id": order_id,
        "status": "active",
        "intent": "order",
        "subject": subject,
        "authoredOn": (today - timedelta(days=rng.randint(0, 900))).isoformat(),
        "medicationCodeableConcept": {"coding": [{"system": ATC, "code": code}], "text": text},
        "dosageInstruction": [
            {
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": mg, "unit": "mg", "code": "mg"}}],
            }
        ],
    }


def _result(rng: random.Random, subject: Json, today: date, number: int) -> Json:
    code, unit, low, high = rng.choice(RESULTS)
    return {
        "resourceType": "Observation",
        "id": f"observation-{number}",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "subject": subject,
        "effectiveDateTime": (today - timedelta(days=rng.randint(0, 700))).isoformat(),
        "valueQuantity": {"value": round(rng.uniform(low, high), 1), "unit": unit, "code": unit},
    }
