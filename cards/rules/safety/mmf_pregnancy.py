"""Mycophenolate and pregnancy.

Source: ANSM 2018: contraindicated in pregnancy and without effective contraception; test before
starting; contraception 6 weeks after in women, 90 days in men. Every age and indication.
Not covered: the signed care agreement (a document outside the data read).
"""

from cards.definitions.teratogen import judge_teratogen
from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Critical in pregnancy, warning without documented contraception, info for men."""
    return judge_teratogen(
        case, "med.mycophenolate", tests=("pregnancy-test", "pregnancy-test-second")
    )
