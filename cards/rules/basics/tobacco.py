"""A smoker with systemic lupus.

Source: BASICs (PNDS 2024), expert slides of 2026; on response the Strasbourg series could not
conclude.
Not covered: amount smoked, vaping, passive smoking.
"""

from cards.definitions.gates import adult_with_sle
from cards.definitions.requested import requested
from cards.definitions.smoking import smoking
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fires,
    Known,
    Proposal,
    Quiet,
    RequestService,
    Verdict,
)

_CONCERN = Concern("", "tobacco")
_HELP = ("tabacolog", "sevrage tabagique", "smoking cessation")


def decide(case: Case) -> Verdict:
    """Info for a smoker; a status not on record is left to the yearly check."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    found = case.once(smoking)
    if found.smokes is False:
        return Quiet("does-not-smoke")
    if found.smokes is None:
        gap = case.picture.results.gap
        return CannotTell((gap,), concern=_CONCERN) if gap else Quiet("not-recorded")
    if requested(case.call, (), _HELP):
        return Quiet("help-requested")
    return Fires(
        "smoker" if found.when else "smoker-undated",
        slots={"seen": found.when or case.today},
        facts={"smokes": Known(True, when=found.when, source=found.source)},
        concern=_CONCERN,
        proposals=(Proposal("cessation", (RequestService("smoking-cessation"),)),),
    )
