"""The invented patient of the request that is measured: what she has, takes and had measured."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.resources import (
    TODAY,
    Json,
    blood_pressure,
    laboratory_value,
    observation,
    quantity,
)

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


def observations(visits: tuple[date, ...] = VISITS) -> list[Json]:
    """Ten results a visit; the values of the six visits come round again."""
    found: list[Json] = []
    for number, day in enumerate(visits):
        visit = number % len(VISITS)
        for code, text, unit, ucum, normal, values in LABORATORY:
            result = observation(len(found) + 1, day, "laboratory", code, text)
            found.append(result | laboratory_value(values[visit], unit, ucum, normal, day))
        weight = observation(len(found) + 1, day, "vital-signs", "29463-7", "Poids corporel")
        found.append(weight | {"valueQuantity": quantity(WEIGHTS[visit], "kg", "kg")})
        pressure = observation(len(found) + 1, day, "vital-signs", "85354-9", "Pression artérielle")
        found.append(pressure | {"component": blood_pressure(*PRESSURES[visit])})
    return found


def visits(number: int) -> tuple[date, ...]:
    """So many visits, one a week, the latest a week ago."""
    return tuple(TODAY - timedelta(weeks=weeks) for weeks in range(number, 0, -1))
