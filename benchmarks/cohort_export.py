"""A made-up hospital as a Bulk Data export: about 20 kB a patient, one in ten with lupus.

The same number of patients gives the same files. Each type comes in another order of patients, so
that nobody's record lies together.
"""

# ruff: noqa: S311 (made-up patients are no secrets)

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Json = dict[str, Any]
TODAY = date(2026, 11, 20)
_ATC = "http://www.whocc.no/atc"
_CIM10 = "http://hl7.org/fhir/sid/icd-10"
_LOINC = "http://loinc.org"
_UCUM = "http://unitsofmeasure.org"
_LUPUS_OF = 10
_DISEASES = "I10 E11.9 J45.9 M17.9 E78.5 F32.9 K21.9 M06.9 I48.9 J44.9 N18.3 L40.0 G43.9".split()
_DRUGS = (
    ("C07AB07", "bisoprolol", 5), ("A10BA02", "metformine", 1000), ("C10AA05", "atorvastatine", 20),
    ("N02BE01", "paracétamol", 1000), ("A02BC01", "oméprazole", 20), ("B01AC06", "aspirine", 75),
    ("H03AA01", "lévothyroxine", 0.1), ("B01AF02", "apixaban", 5), ("H02AB07", "prednisone", 10),
)  # fmt: skip
_LUPUS_DRUGS = (
    ("H02AB07", "prednisone", (2.5, 5, 7.5, 10, 20)),
    ("P01BA02", "hydroxychloroquine", (200, 400)),
    ("L04AA06", "mycophénolate mofétil", (1000, 2000)),
)
_RESULTS = (
    ("29463-7", "Poids", "kg", 45, 110), ("14682-9", "Créatinine", "umol/L", 45, 140),
    ("4548-4", "HbA1c", "%", 4.5, 9), ("2890-2", "Protéines/Créatinine", "mg/g", 30, 1500),
    ("718-7", "Hémoglobine", "g/dL", 9, 17), ("777-3", "Plaquettes", "10*9/L", 90, 450),
    ("4485-9", "Complément C3", "g/L", 0.4, 1.6),
    ("8480-6", "Pression systolique", "mm[Hg]", 95, 180),
)  # fmt: skip


def write_export(folder: Path, patients: int) -> int:
    """Write the files; returns their bytes."""
    folder.mkdir(parents=True)
    makers: dict[str, Callable[[int], Iterator[Json]]] = {
        "Patient": _patient,
        "Condition": _conditions,
        "MedicationRequest": _orders,
        "Observation": _results,
        "Procedure": lambda _: iter(()),
    }
    for turn, (kind, make) in enumerate(makers.items()):
        order = list(range(patients))
        random.Random(turn).shuffle(order)
        with (folder / f"{kind}.ndjson").open("w", encoding="utf-8") as file:
            for number in order:
                for resource in make(number):
                    file.write(json.dumps(resource, ensure_ascii=False) + "\n")
    return sum(file.stat().st_size for file in folder.iterdir())


def _meta(kind: str, number: int, part: int) -> Json:
    return {
        "resourceType": kind,
        "id": f"{kind.lower()}-{number}-{part}",
        "meta": {
            "versionId": "1",
            "lastUpdated": "2026-11-01T08:00:00+01:00",
            "profile": [f"https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-{kind.lower()}"],
        },
    }


def _of(number: int) -> Json:
    return {"subject": {"reference": f"Patient/{number}", "display": f"Patient ESSAI {number}"}}


def _day(rng: random.Random, most: int) -> str:
    return (TODAY - timedelta(days=rng.randint(1, most))).isoformat()


def _patient(number: int) -> Iterator[Json]:
    rng = random.Random(number)
    born = TODAY - timedelta(days=rng.randint(18 * 366, 90 * 365))
    yield {
        **_meta("Patient", number, 0),
        "id": str(number),
        "name": [{"family": f"Essai{number}", "given": ["Camille"]}],
        "gender": rng.choice(["female", "male"]),
        "birthDate": born.isoformat(),
        "address": [{"line": ["1 rue de l'Essai"], "postalCode": "59000", "city": "Lille"}],
    }


def _conditions(number: int) -> Iterator[Json]:
    rng = random.Random(number + 1)
    codes = rng.sample(_DISEASES, rng.randint(1, 5))
    if number % _LUPUS_OF == 0:
        codes.append("M32.9")
    for part, code in enumerate(codes):
        yield {
            **_meta("Condition", number, part),
            **_of(number),
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"coding": [{"system": _CIM10, "code": code}], "text": f"Diagnostic {code}"},
            "onsetDateTime": _day(rng, 4000),
        }


def _orders(number: int) -> Iterator[Json]:
    rng = random.Random(number + 2)
    chosen = rng.sample(_DRUGS, rng.randint(2, 7))
    if number % _LUPUS_OF == 0:
        chosen = [d for d in chosen if d[1] != "prednisone"]
        chosen += [(atc, text, rng.choice(doses)) for atc, text, doses in _LUPUS_DRUGS]
    for part, (atc, text, mg) in enumerate(chosen):
        dose = {"value": mg, "unit": "mg", "system": _UCUM, "code": "mg"}
        yield {
            **_meta("MedicationRequest", number, part),
            **_of(number),
            "status": "active",
            "intent": "order",
            "authoredOn": _day(rng, 900),
            "medicationCodeableConcept": {"coding": [{"system": _ATC, "code": atc}], "text": text},
            "dosageInstruction": [
                {
                    "text": f"{mg} mg par jour",
                    "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                    "doseAndRate": [{"doseQuantity": dose}],
                }
            ],
        }


def _results(number: int) -> Iterator[Json]:
    rng = random.Random(number + 3)
    for part in range(rng.randint(15, 31)):
        code, text, unit, low, high = rng.choice(_RESULTS)
        value = {"value": round(rng.uniform(low, high), 1), "unit": unit, "system": _UCUM}
        yield {
            **_meta("Observation", number, part),
            **_of(number),
            "status": "final",
            "category": [{"coding": [{"code": "laboratory"}]}],
            "code": {"coding": [{"system": _LOINC, "code": code, "display": text}], "text": text},
            "effectiveDateTime": _day(rng, 700),
            "valueQuantity": {**value, "code": unit},
            "referenceRange": [{"low": {**value, "value": low}, "high": {**value, "value": high}}],
        }
