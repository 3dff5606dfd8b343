"""A taper to the target, as a starting point that the prescriber edits.

Only for prednisone and prednisolone, whose milligrams are prednisone-equivalent.
"""

from cards.definitions.glucocorticoids import GlucocorticoidDose
from cds_service.model_api import (
    Call,
    ChangeDraft,
    DraftOrder,
    PlannedDose,
    Proposal,
    RequestService,
    Treatment,
)

_TABLE = "glucocorticoid-taper"
_SAME_SCALE = ("med.prednisone", "med.prednisolone")
_LONGEST = 12


def taper_steps(call: Call, from_mg: float, target_mg: float) -> tuple[PlannedDose, ...]:
    """Descending daily doses in mg, each for a number of days, the last one open-ended."""
    steps: list[PlannedDose] = []
    dose = from_mg
    while dose > target_mg and len(steps) < _LONGEST:
        high = dose > call.number(_TABLE, "high_dose_mg")
        low = dose <= call.number(_TABLE, "low_dose_mg")
        cut = call.number(_TABLE, "high_cut_mg" if high else "cut_mg")
        days = call.number(_TABLE, "slow_days" if low else "fast_days")
        dose = max(dose - cut, target_mg)
        # Rounded down to half milligrams, the smallest half tablet on the market.
        dose = max(int(dose * 2) / 2, target_mg)
        steps.append(PlannedDose(dose, days=None if dose <= target_mg else round(days)))
    return tuple(steps)


def taper_proposal(
    call: Call, draft: Treatment | None, dose: GlucocorticoidDose, target_mg: float
) -> tuple[Proposal, ...]:
    """Rewrite the draft as a taper, or draft one, or ask for a specialist review."""
    review = Proposal("review", (RequestService("specialist-review"),))
    molecules = dose.molecules
    if dose.gaps or not dose.daily.exact or len(dose.sources) != 1:
        return (review,)
    drug = next((name for name in _SAME_SCALE if name in molecules), None)
    steps = taper_steps(call, dose.daily.high, target_mg)
    if drug is None or not steps or steps[-1].days is not None:
        return (review,)
    if draft is not None and draft.is_a(drug):
        return (Proposal("taper-draft", (ChangeDraft(draft, steps),)),)
    if draft is not None:
        return (review,)
    return (Proposal("taper", (DraftOrder(drug, steps),)),)
