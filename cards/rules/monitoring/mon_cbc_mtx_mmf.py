"""Methotrexate or mycophenolate: regular blood counts.

Source: labels and reference pages, which differ; the intervals await local validation.
Not covered: the values of the count; liver tests.
"""

from cards.definitions.drug_monitoring import BLOOD_COUNT, drugs_judged, overdue
from cds_service.model_api import Case, Verdict

_DRUGS = ("med.methotrexate", "med.mycophenolate")


def decide(case: Case) -> Verdict:
    """Info when the last count is older than a month in the first 3 months, than 3 months later."""
    return overdue(case, drugs_judged(case, _DRUGS), BLOOD_COUNT)
