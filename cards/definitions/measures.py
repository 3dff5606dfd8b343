"""The results that the rules read: concepts and units of each."""

from cds_service.model_api import Measure

UPCR = Measure("upcr", ("obs.upcr", "obs.upcr.24h", "obs.upcr.12h"), "upcr", "mg/g")
CREATININE = Measure("creatinine", ("obs.creatinine",), "creatinine", "umol/L")
EGFR = Measure(
    "egfr",
    (
        "obs.egfr.ckdepi2021",
        "obs.egfr.ckdepi2009",
        "obs.egfr.mdrd",
        "obs.egfr.ckdepi2021-cr-cys",
        "obs.egfr.cystatin",
        "obs.egfr.unspecified",
    ),
    "egfr",
    "mL/min/1.73m2",
)
"""Each method under its own concept: rates of two methods are not compared."""
ANTI_DSDNA = Measure("anti-dsdna", ("obs.anti-dsdna",), "anti_dsdna", "[IU]/mL")
C3 = Measure("c3", ("obs.c3",), "complement", "g/L")
C4 = Measure("c4", ("obs.c4",), "complement", "g/L")
IGG = Measure("igg", ("obs.igg",), "immunoglobulin", "g/L")
IGA = Measure("iga", ("obs.iga",), "immunoglobulin", "g/L")
SLEDAI_2K = Measure("sledai-2k", ("obs.sledai-2k",), "score", "{score}")
SELENA_SLEDAI = Measure("selena-sledai", ("obs.selena-sledai",), "score", "{score}")
CLINICAL_SLEDAI = Measure("clinical-sledai", ("obs.clinical-sledai",), "score", "{score}")
CLASI = Measure("clasi-activity", ("obs.clasi-activity",), "score", "{score}")
PGA = Measure("pga", ("obs.pga",), "score", "{score}")
PTGA = Measure("ptga", ("obs.ptga",), "score", "mm")
BILAG_NEW_A = Measure("bilag-new-a", ("obs.bilag-new-a",), "score", "{score}")
BILAG_NEW_B = Measure("bilag-new-b", ("obs.bilag-new-b",), "score", "{score}")
PROTEINURIA_24H = Measure("proteinuria-24h", ("obs.proteinuria24h",), "protein_24h", "g/d")
SYSTOLIC = Measure("systolic", ("obs.bp.sys",), "pressure", "mmHg")
DIASTOLIC = Measure("diastolic", ("obs.bp.dia",), "pressure", "mmHg")
ALBUMIN = Measure("albumin", ("obs.albumin",), "albumin", "g/L")
POTASSIUM = Measure("potassium", ("obs.potassium",), "potassium", "mmol/L")
PLATELETS = Measure("platelets", ("obs.platelets",), "cells", "G/L")
LDH = Measure("ldh", ("obs.ldh",), "enzyme", "U/L")
HAPTOGLOBIN = Measure("haptoglobin", ("obs.haptoglobin",), "complement", "g/L")
HCQ_LEVEL = Measure("hcq-level", ("obs.hcq.blood", "obs.hcq.other"), "hcq_level", "ng/mL")
HBA1C = Measure("hba1c", ("obs.hba1c",), "hba1c", "%")
