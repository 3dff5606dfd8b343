"""SGLT2 inhibitors in pregnancy or a pregnancy plan.

Source: labels, Prescrire 2020: not to be used in pregnancy. Every age and indication.
Not covered: the stage of pregnancy.
"""

from cards.definitions.fetotoxic import judge_fetotoxic
from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Warning in pregnancy (not recommended), info with a recorded wish for a child."""
    return judge_fetotoxic(case, "med.sglt2")
