"""ACE inhibitors, ARBs and other renin-angiotensin blockers in pregnancy or a pregnancy plan.

Source: ANSM 2017: contraindicated in the 2nd and 3rd trimesters, advised against in the 1st, switch
before pregnancy. Every age and indication.
Not covered: the stage of pregnancy.
"""

from cards.definitions.fetotoxic import judge_fetotoxic
from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Critical in pregnancy, warning with a recorded wish for a child."""
    return judge_fetotoxic(case, "med.raas-blocker")
