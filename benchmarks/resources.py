"""The FHIR resources of the request that is measured, as a hospital would send them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]

TODAY = date(2026, 11, 2)
"""The day of the visit in the request."""

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


def patient() -> Json:
    """The patient."""
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


def condition(index: int, code: str, label: str, onset: str) -> Json:
    """A problem of the problem list; `onset` is a date."""
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


def medication_request(
    index: int,
    atc: str,
    label: str,
    milligrams: float,
    times: int,
    status: str,
    days_ago: int,
) -> Json:
    """An order of `milligrams` at a time, `times` a day, written so many days ago."""
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
            "expectedSupplyDuration": quantity(30, "jours", "d"),
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
                "doseQuantity": quantity(milligrams, "mg", "mg"),
            }
        ],
    }


def quantity(value: float, unit: str, code: str) -> Json:
    """A value with its unit and UCUM code."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code}


def observation(index: int, day: date, category: str, code: str, text: str) -> Json:
    """A result of a day, its value to be added."""
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


def laboratory_value(
    value: float, unit: str, ucum: str, normal: tuple[float, float], day: date
) -> Json:
    """The value of a laboratory result, flagged against its normal range."""
    low, high = normal
    flag = "L" if value < low else "H" if value > high else "N"
    return {
        "valueQuantity": quantity(value, unit, ucum),
        "interpretation": [_status("v3-ObservationInterpretation", flag)],
        "specimen": {"reference": f"Specimen/bench-specimen-{day}"},
        "referenceRange": [
            {
                "low": quantity(low, unit, ucum),
                "high": quantity(high, unit, ucum),
            }
        ],
    }


def blood_pressure(systolic: int, diastolic: int) -> list[Json]:
    """The components of a blood pressure, in mmHg."""
    return [
        {
            "code": _concept(LOINC, code, text),
            "valueQuantity": quantity(value, "mmHg", "mm[Hg]"),
        }
        for code, text, value in (
            ("8480-6", "Pression artérielle systolique", systolic),
            ("8462-4", "Pression artérielle diastolique", diastolic),
        )
    ]
