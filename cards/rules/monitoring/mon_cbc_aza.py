"""Azathioprine: blood count weekly for eight weeks, then every month to every three months.

Source: azathioprine label.
Not covered: the values of the count; TPMT and NUDT15 (another rule).
"""

from cards.definitions.drug_monitoring import BLOOD_COUNT, drugs_judged, overdue
from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Info when the last count is older than a week in the first 8 weeks, than 3 months later."""
    return overdue(case, drugs_judged(case, ("med.azathioprine",)), BLOOD_COUNT)
