"""The order-sign request that is measured: one lupus patient as a hospital would send her, 140 kB.

1 Patient, 10 Condition, 20 MedicationRequest and 60 Observation in prefetch, and one draft order.
The patient is invented. The request is the same at every call: no clock, no random numbers.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]

TODAY = date(2026, 11, 2)
"""The day of the visit in the request."""

SERVICE = "lupus-order-sign"
FHIR_BASE = "https://ehr.example.org/fhir"
PATIENT_ID = "bench-0001"
ENCOUNTER_ID = "bench-visit-2026-11-02"
PRACTITIONER = {"reference": "Practitioner/bench-prescriber", "display": "Dr Essai BANC"}
SUBJECT = {"reference": f"Patient/{PATIENT_ID}"}

ATC = "http://www.whocc.no/atc"
CIM10 = "http://hl7.org/fhir/sid/icd-10"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
HL7 = "http://terminology.hl7.org/CodeSystem"

CONDITIONS = (
    ("M32.9", "Lupus érythémateux disséminé, sans précision", "2019-04-11"),
    (
        "N08.5",
        "Glomérulopathie au cours d'affections disséminées du tissu conjonctif",
        "2025-12-03",
    ),
    ("I10", "Hypertension essentielle (primitive)", "2025-12-10"),
    ("I73.0", "Syndrome de Raynaud", "2018-11-20"),
    ("E03.9", "Hypothyroïdie, sans précision", "2016-02-01"),
    ("E55.9", "Carence en vitamine D, sans précision", "2020-01-15"),
    ("E78.5", "Hyperlipidémie, sans précision", "2026-01-12"),
    ("K21.9", "Reflux gastro-œsophagien sans œsophagite", "2021-06-08"),
    ("D50.9", "Anémie par carence en fer, sans précision", "2022-03-30"),
    ("M85.8", "Autres anomalies précisées de la densité et de la structure osseuses", "2024-09-17"),
)

# ATC code, what the order says, milligrams a time, times a day, status, days since it was written
MEDICATIONS = (
    ("H02AB07", "Prednisone 20 mg, comprimé sécable", 30, 1, "completed", 320),
    ("H02AB07", "Prednisone 20 mg, comprimé sécable", 20, 1, "completed", 290),
    ("H02AB07", "Prednisone 5 mg, comprimé sécable", 15, 1, "completed", 260),
    ("H02AB07", "Prednisone 5 mg, comprimé sécable", 10, 1, "completed", 220),
    ("H02AB07", "Prednisone 5 mg, comprimé sécable", 7.5, 1, "completed", 150),
    ("H02AB07", "Prednisone 5 mg, comprimé sécable", 7.5, 1, "active", 60),
    ("P01BA02", "Hydroxychloroquine 200 mg, comprimé pelliculé", 200, 2, "active", 300),
    ("L04AA06", "Mycophénolate mofétil 500 mg, comprimé pelliculé", 1000, 2, "active", 280),
    ("L04AX01", "Azathioprine 50 mg, comprimé pelliculé", 100, 1, "stopped", 900),
    ("C09AA05", "Ramipril 5 mg, comprimé sécable", 5, 1, "active", 270),
    ("C08CA01", "Amlodipine 5 mg, gélule", 5, 1, "active", 200),
    ("C10AA05", "Atorvastatine 20 mg, comprimé pelliculé", 20, 1, "active", 290),
    ("H03AA01", "Lévothyroxine sodique 75 microgrammes, comprimé sécable", 0.075, 1, "active", 100),
    ("A02BC02", "Pantoprazole 20 mg, comprimé gastro-résistant", 20, 1, "active", 310),
    ("A12AA04", "Carbonate de calcium 500 mg, comprimé à sucer", 500, 1, "active", 310),
    ("B01AC06", "Acide acétylsalicylique 75 mg, comprimé", 75, 1, "active", 240),
    ("J01EE01", "Sulfaméthoxazole 400 mg triméthoprime 80 mg, comprimé", 480, 1, "completed", 280),
    ("B03AA07", "Sulfate ferreux 80 mg, comprimé enrobé", 80, 1, "completed", 700),
    ("N02BE01", "Paracétamol 1 g, comprimé", 1000, 3, "completed", 400),
    ("C03CA01", "Furosémide 40 mg, comprimé sécable", 40, 1, "stopped", 290),
)

# LOINC code, text, unit, UCUM code, normal range, one value for each visit (oldest first)
LABORATORY = (
    ("2890-2", "Protéines/Créatinine urinaires", "mg/g", "mg/g", (0, 150),
     (3100, 2400, 1500, 900, 700, 620)),
    ("14682-9", "Créatinine sérique", "µmol/L", "umol/L", (45, 84), (96, 91, 86, 82, 80, 79)),
    ("62238-1", "DFG estimé (CKD-EPI)", "mL/min/1,73 m²", "mL/min/{1.73_m2}", (90, 130),
     (68, 72, 77, 82, 84, 85)),
    ("4485-9", "Complément C3", "g/L", "g/L", (0.79, 1.53), (0.52, 0.6, 0.71, 0.78, 0.82, 0.84)),
    ("4498-2", "Complément C4", "g/L", "g/L", (0.15, 0.4), (0.06, 0.08, 0.1, 0.12, 0.14, 0.15)),
    ("5130-0", "Anticorps anti-ADN natif", "UI/mL", "[IU]/mL", (0, 50),
     (310, 240, 160, 120, 95, 88)),
    ("718-7", "Hémoglobine", "g/dL", "g/dL", (12, 16), (10.4, 10.9, 11.5, 12.1, 12.3, 12.4)),
    ("777-3", "Plaquettes", "G/L", "10*9/L", (150, 400), (162, 188, 205, 214, 221, 226)),
)  # fmt: skip
WEIGHTS = (71.0, 70.0, 68.5, 67.0, 66.0, 65.5)
PRESSURES = ((152, 94), (146, 90), (138, 86), (134, 82), (128, 78), (126, 77))
VISITS = tuple(TODAY - timedelta(days=days) for days in (330, 270, 210, 150, 90, 7))


def body() -> bytes:
    """Return the request as it goes over the wire."""
    return json.dumps(build(), ensure_ascii=False, separators=(",", ":")).encode()


def build() -> Json:
    """Return the request as JSON objects."""
    conditions = [_condition(index, *row) for index, row in enumerate(CONDITIONS, 1)]
    medications = [_medication_request(index, *row) for index, row in enumerate(MEDICATIONS, 1)]
    draft = _medication_request(
        99, "H02AB07", "Prednisone 5 mg, comprimé sécable", 10, 1, "draft", 0
    )
    return {
        "hook": "order-sign",
        "hookInstance": "7c1f0a52-2a7e-4c8e-9d0b-5b0f3c7a9e11",
        "fhirServer": FHIR_BASE,
        "context": {
            "userId": PRACTITIONER["reference"],
            "patientId": PATIENT_ID,
            "encounterId": ENCOUNTER_ID,
            "draftOrders": {
                "resourceType": "Bundle",
                "type": "collection",
                "entry": [{"resource": draft}],
            },
        },
        "prefetch": {
            "patient": _patient(),
            "conditions": _searchset("Condition", conditions),
            "medicationRequests": _searchset("MedicationRequest", medications),
            "observations": _searchset("Observation", _observations()),
        },
    }


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


def _common(kind: str, identity: str, written: date, says: str | None = None) -> Json:
    return {
        "resourceType": kind,
        "id": identity,
        "meta": {
            "versionId": "2",
            "lastUpdated": f"{written}T10:12:45.118+01:00",
        },
        "identifier": [{"system": f"{FHIR_BASE}/sid/{kind.lower()}", "value": identity}],
        **({} if says is None else {"text": _narrative(kind, identity, says)}),
    }


def _narrative(kind: str, identity: str, says: str) -> Json:
    div = f"<p><b>{kind}</b> {identity}</p><p>{says}</p>"
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{div}</div>',
    }


def _concept(system: str, code: str, text: str) -> Json:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def _status(of: str, code: str) -> Json:
    return {"coding": [{"system": f"{HL7}/{of}", "code": code}]}


def _patient() -> Json:
    return _common("Patient", PATIENT_ID, TODAY, "Exemple BANC-D-ESSAI, patiente fictive") | {
        "active": True,
        "name": [{"use": "official", "family": "BANC-D-ESSAI", "given": ["Exemple"]}],
        "telecom": [{"system": "phone", "value": "+33 1 99 00 00 00", "use": "home"}],
        "gender": "female",
        "birthDate": "1992-05-17",
        "address": [
            {"use": "home", "line": ["1 rue de l'Exemple"], "city": "Fictive", "country": "FR"}
        ],
        "communication": [
            {"language": _concept("urn:ietf:bcp:47", "fr", "Français"), "preferred": True}
        ],
    }


def _condition(index: int, code: str, label: str, onset: str) -> Json:
    written = date.fromisoformat(onset)
    return _common("Condition", f"bench-condition-{index:02}", written, f"{code} {label}") | {
        "clinicalStatus": _status("condition-clinical", "active"),
        "verificationStatus": _status("condition-ver-status", "confirmed"),
        "category": [_status("condition-category", "problem-list-item")],
        "code": _concept(CIM10, code, label),
        "subject": SUBJECT,
        "onsetDateTime": onset,
        "recordedDate": onset,
        "recorder": PRACTITIONER,
        "asserter": PRACTITIONER,
        "note": [{"time": f"{onset}T10:12:00+01:00", "text": "Repris du dossier de spécialité."}],
    }


def _medication_request(
    index: int,
    atc: str,
    label: str,
    milligrams: float,
    times: int,
    status: str,
    days_ago: int,
) -> Json:
    written = TODAY - timedelta(days=days_ago)
    until = written + timedelta(days=90)
    says = f"{label}: {milligrams:g} mg, {times} fois par jour"
    request = _common("MedicationRequest", f"bench-order-{index:02}", written, says) | {
        "status": status,
        "intent": "order",
        "category": [_status("medicationrequest-category", "community")],
        "priority": "routine",
        "medicationCodeableConcept": _concept(ATC, atc, label),
        "subject": SUBJECT,
        "encounter": {"reference": f"Encounter/{ENCOUNTER_ID}"},
        "authoredOn": f"{written}T10:05:00+01:00",
        "requester": PRACTITIONER,
        "reasonReference": [{"reference": "Condition/bench-condition-01"}],
        "dosageInstruction": [_dosage(says, milligrams, times, written, until)],
        "dispenseRequest": {
            "validityPeriod": {"start": str(written), "end": str(until)},
            "numberOfRepeatsAllowed": 2,
            "expectedSupplyDuration": _quantity(30, "jours", "d"),
        },
        "substitution": {"allowedBoolean": True},
    }
    if status == "active":  # a running order has no end yet
        del request["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"]["end"]
    return request


def _dosage(says: str, milligrams: float, times: int, start: date, end: date) -> Json:
    return {
        "sequence": 1,
        "text": says,
        "additionalInstruction": [{"text": "À prendre au cours d'un repas"}],
        "timing": {
            "repeat": {
                "boundsPeriod": {"start": str(start), "end": str(end)},
                "frequency": times,
                "period": 1,
                "periodUnit": "d",
            }
        },
        "asNeededBoolean": False,
        "route": _concept("http://standardterms.edqm.eu", "20053000", "Voie orale"),
        "doseAndRate": [
            {
                "type": _status("dose-rate-type", "ordered"),
                "doseQuantity": _quantity(milligrams, "mg", "mg"),
            }
        ],
    }


def _quantity(value: float, unit: str, code: str) -> Json:
    return {"value": value, "unit": unit, "system": UCUM, "code": code}


def _observations() -> list[Json]:
    found: list[Json] = []
    for visit, day in enumerate(VISITS):
        for code, text, unit, ucum, normal, values in LABORATORY:
            measured = _observation(len(found) + 1, day, "laboratory", code, text)
            found.append(measured | _measured(values[visit], unit, ucum, normal, day))
        weight = _observation(len(found) + 1, day, "vital-signs", "29463-7", "Poids corporel")
        found.append(weight | {"valueQuantity": _quantity(WEIGHTS[visit], "kg", "kg")})
        pressure = _observation(
            len(found) + 1, day, "vital-signs", "85354-9", "Pression artérielle"
        )
        found.append(pressure | {"component": _pressure(*PRESSURES[visit])})
    return found


def _observation(index: int, day: date, category: str, code: str, text: str) -> Json:
    identity = f"bench-observation-{index:02}"
    return _common("Observation", identity, day) | {
        "status": "final",
        "category": [_status("observation-category", category)],
        "code": _concept(LOINC, code, text),
        "subject": SUBJECT,
        "encounter": {"reference": f"Encounter/bench-visit-{day}"},
        "effectiveDateTime": f"{day}T07:40:00+01:00",
        "issued": f"{day}T11:26:08.000+01:00",
        "performer": [{"reference": "Organization/bench-lab", "display": "Laboratoire fictif"}],
    }


def _measured(value: float, unit: str, ucum: str, normal: tuple[float, float], day: date) -> Json:
    low, high = normal
    flag = "L" if value < low else "H" if value > high else "N"
    return {
        "valueQuantity": _quantity(value, unit, ucum),
        "interpretation": [_status("v3-ObservationInterpretation", flag)],
        "specimen": {"reference": f"Specimen/bench-specimen-{day}"},
        "referenceRange": [
            {
                "low": _quantity(low, unit, ucum),
                "high": _quantity(high, unit, ucum),
            }
        ],
    }


def _pressure(systolic: int, diastolic: int) -> list[Json]:
    return [
        {
            "code": _concept(LOINC, code, text),
            "valueQuantity": _quantity(value, "mmHg", "mm[Hg]"),
        }
        for code, text, value in (
            ("8480-6", "Pression artérielle systolique", systolic),
            ("8462-4", "Pression artérielle diastolique", diastolic),
        )
    ]
