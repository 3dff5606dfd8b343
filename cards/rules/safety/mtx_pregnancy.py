"""Methotrexate and pregnancy.

Source: French label and teratogen centre: contraindicated in pregnancy, contraception during and
6 months after in women, 3 months in men (to be validated). Every age and indication.
Not covered: methotrexate given for an ectopic pregnancy.
"""

from cards.definitions.teratogen import judge_teratogen
from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Critical in pregnancy, warning without documented contraception, info for men."""
    return judge_teratogen(case, "med.methotrexate")
