"""Leflunomide, or teriflunomide which it turns into, and pregnancy.

Source: label: contraindicated in pregnancy, contraception during and 2 years after unless the drug
is eliminated.
Every age and indication.
Not covered: the elimination procedure.
"""

from cards.definitions.teratogen import judge_teratogen
from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Critical in pregnancy, warning without documented contraception, info for men."""
    return judge_teratogen(case, "med.leflunomide", "med.teriflunomide")
