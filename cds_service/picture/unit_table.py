"""Reviewed factors from each accepted unit to the canonical one of its kind; no parser."""

from collections.abc import Mapping

# Molar mass of creatinine 113.12 g/mol: 1 mg/mmol is 8.84 mg/g. This is not a change of unit but
# of quantity, which is why a ratio whose unit is missing cannot be guessed.
_MG_PER_G_FROM_MG_PER_MMOL = 8.84
_UMOL_PER_L_FROM_MG_PER_DL = 88.42
_NG_PER_ML_FROM_UMOL_PER_L = 335.9  # hydroxychloroquine base
_G_PER_DL_FROM_MMOL_PER_L = 1.611  # haemoglobin monomer
_MMOL_PER_L_FROM_G_PER_L_LDL = 2.586
_KG_PER_POUND = 0.45359237
_MMHG_PER_KPA = 7.50062
_DAYS_PER_MONTH, _DAYS_PER_YEAR = 30.4375, 365.25  # UCUM's mean month and year

_MASS_PER_LITRE = {
    "g/L": 1.0,
    "mg/dL": 0.01,
    "mg/L": 0.001,
    "g/dL": 10.0,
    "ug/mL": 0.001,
    "mg/mL": 1.0,
}

CANONICAL: Mapping[str, str] = {
    "upcr": "mg/g",
    "creatinine": "umol/L",
    "egfr": "mL/min/{1.73_m2}",
    "clearance": "mL/min",
    "complement": "g/L",
    "anti_dsdna": "[IU]/mL",
    "hcq_level": "ng/mL",
    "mass_dose": "mg",
    "weight": "kg",
    "height": "cm",
    "protein_24h": "g/d",
    "cells": "10*9/L",
    "haemoglobin": "g/dL",
    "albumin": "g/L",
    "potassium": "mmol/L",
    "pressure": "mm[Hg]",
    "immunoglobulin": "g/L",
    "ldl": "mmol/L",
    "hba1c": "%",
    "crp": "mg/L",
    "hcg": "[IU]/L",
    "enzyme": "U/L",
    "antiphospholipid": "U/mL",
    "temperature": "Cel",
    "score": "{score}",
    "time_days": "d",
}

FACTORS: Mapping[str, Mapping[str, float]] = {
    "upcr": {
        "mg/g": 1.0,
        "g/g": 1000.0,
        "mg/mg": 1000.0,
        "ug/mg": 1.0,
        "mg/mmol": _MG_PER_G_FROM_MG_PER_MMOL,
        "g/mol": _MG_PER_G_FROM_MG_PER_MMOL,
        "g/mmol": _MG_PER_G_FROM_MG_PER_MMOL * 1000,
    },
    "creatinine": {
        "umol/L": 1.0,
        "mmol/L": 1000.0,
        "mg/dL": _UMOL_PER_L_FROM_MG_PER_DL,
        "mg/L": _UMOL_PER_L_FROM_MG_PER_DL / 10,
    },
    "egfr": {"mL/min/{1.73_m2}": 1.0},
    "clearance": {"mL/min": 1.0, "mL/s": 60.0},
    "complement": _MASS_PER_LITRE,
    "anti_dsdna": {"[IU]/mL": 1.0, "k[IU]/L": 1.0, "[IU]/L": 0.001},
    "hcq_level": {
        "ng/mL": 1.0,
        "ug/L": 1.0,
        "ug/mL": 1000.0,
        "mg/L": 1000.0,
        "umol/L": _NG_PER_ML_FROM_UMOL_PER_L,
        "nmol/L": _NG_PER_ML_FROM_UMOL_PER_L / 1000,
    },
    "mass_dose": {"mg": 1.0, "g": 1000.0, "ug": 0.001},
    "weight": {"kg": 1.0, "g": 0.001, "[lb_av]": _KG_PER_POUND},
    "height": {"cm": 1.0, "m": 100.0, "mm": 0.1, "[in_i]": 2.54},
    "protein_24h": {"g/d": 1.0, "mg/d": 0.001},
    "cells": {
        "10*9/L": 1.0,
        "10*3/uL": 1.0,
        "10*6/L": 0.001,
        "/uL": 0.001,
        "/mm3": 0.001,
        "10*3/mm3": 1.0,
    },
    "haemoglobin": {"g/dL": 1.0, "g/L": 0.1, "mmol/L": _G_PER_DL_FROM_MMOL_PER_L},
    "albumin": _MASS_PER_LITRE,
    "potassium": {"mmol/L": 1.0, "meq/L": 1.0},
    "pressure": {"mm[Hg]": 1.0, "cm[Hg]": 10.0, "kPa": _MMHG_PER_KPA},
    "immunoglobulin": _MASS_PER_LITRE,
    "ldl": {
        "mmol/L": 1.0,
        "g/L": _MMOL_PER_L_FROM_G_PER_L_LDL,
        "mg/dL": _MMOL_PER_L_FROM_G_PER_L_LDL / 100,
    },
    "hba1c": {"%": 1.0, "mmol/mol": 0.0915},
    "crp": {"mg/L": 1.0, "mg/dL": 10.0},
    "hcg": {"[IU]/L": 1.0, "m[IU]/mL": 1.0, "U/L": 1.0, "[IU]/mL": 1000.0},
    "enzyme": {"U/L": 1.0, "[IU]/L": 1.0, "ukat/L": 60.0},
    # Units of the kits are not interchangeable: such a result is only ever read against the limit
    # that its own report gives in the same unit.
    "antiphospholipid": {
        "U/mL": 1.0,
        "[IU]/mL": 1.0,
        "[GPL'U]/mL": 1.0,
        "[MPL'U]/mL": 1.0,
        "[APL'U]/mL": 1.0,
        "{CU}": 1.0,
    },
    "temperature": {"Cel": 1.0},
    "score": {"{score}": 1.0, "1": 1.0, "{T-score}": 1.0, "mm": 1.0},
    "time_days": {
        "s": 1 / 86_400,
        "min": 1 / 1_440,
        "h": 1 / 24,
        "d": 1.0,
        "wk": 7.0,
        "mo": _DAYS_PER_MONTH,
        "a": _DAYS_PER_YEAR,
    },
}

# IFCC to NGSP glycated haemoglobin is a line that does not pass through zero.
OFFSETS: Mapping[tuple[str, str], float] = {("hba1c", "mmol/mol"): 2.15}

# Units that look right and measure something else: a kit's own scale, a clearance that is not
# scaled to body surface.
REFUSED: Mapping[str, frozenset[str]] = {
    "anti_dsdna": frozenset({"U/mL", "kU/L", "U/L"}),
    "egfr": frozenset({"mL/min", "mL/s"}),
}

# Kinds for which a bare number already means the canonical unit.
UNITLESS = frozenset({"score"})
