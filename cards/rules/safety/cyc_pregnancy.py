"""Cyclophosphamide and pregnancy.

Source: French label and teratogen centre: contraindicated in pregnancy, contraception during and up
to 12 months after in women, 6 months in men. Every age and indication.
Not covered: cumulative dose, ovarian protection.
"""

from cards.definitions.teratogen import judge_teratogen
from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Critical in pregnancy, warning without documented contraception, info for men."""
    return judge_teratogen(case, "med.cyclophosphamide")
