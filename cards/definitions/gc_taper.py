"""A taper to the target, as a starting point that the prescriber edits.

Only for prednisone and prednisolone, whose milligrams are prednisone-equivalent. The steps of an
order that is being written are kept as far as the target can still be reached in time.
"""

from dataclasses import replace
from datetime import timedelta

from cards.definitions.glucocorticoids import GlucocorticoidDose
from cds_service.model_api import (
    Amount,
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
_LONGEST = 20
_WEEK = 7


def taper_steps(call: Call, from_mg: float, target_mg: float) -> tuple[PlannedDose, ...]:
    """Descending daily doses in mg, each for a number of days, the last one open-ended."""
    steps: list[PlannedDose] = []
    dose = from_mg
    while dose > target_mg and len(steps) < _LONGEST:
        high = dose > call.number(_TABLE, "high_dose_mg")
        cut = call.number(_TABLE, "high_cut_mg" if high else "cut_mg")
        days = _step_days(call, dose)
        dose = max(dose - cut, target_mg)
        # Rounded down to half milligrams, the smallest half tablet on the market.
        dose = max(int(dose * 2) / 2, target_mg)
        steps.append(PlannedDose(dose, days=None if dose <= target_mg else days))
    return tuple(steps)


def taper_within(
    call: Call, from_mg: float, target_mg: float, within_days: int
) -> tuple[PlannedDose, ...]:
    """The same taper, in shorter steps of whole weeks when time is short; empty when it is too."""
    steps = taper_steps(call, from_mg, target_mg)
    if not steps or steps[-1].days is not None:
        return ()
    total = _length(steps)
    if total > within_days:
        shorter = (within_days / total) if within_days > 0 else 0
        steps = tuple(
            replace(step, days=max(int(step.days * shorter) // _WEEK * _WEEK, _WEEK))
            if step.days is not None
            else step
            for step in steps
        )
    return steps if _length(steps) <= within_days else ()


def completed_order(
    call: Call, draft: Treatment, target_mg: float, within_days: int
) -> tuple[PlannedDose, ...]:
    """The order's own steps, as many as leave time for the taper, then the taper."""
    written = _written(call, draft)
    usual = tuple(replace(step, days=_step_days(call, step.mg)) for step in written[:1])
    for kept in (*(written[:count] for count in range(len(written), 0, -1)), usual):
        if not kept:
            continue
        rest = taper_within(call, kept[-1].mg, target_mg, within_days - _length(kept))
        if rest:
            return (*kept, *rest)
    return ()


def taper_proposal(
    draft: Treatment | None,
    dose: GlucocorticoidDose,
    steps: tuple[PlannedDose, ...],
) -> tuple[Proposal, ...]:
    """Rewrite the draft as these steps, or draft them, or ask for a specialist review."""
    review = Proposal("review", (RequestService("specialist-review"),))
    if dose.gaps or not dose.daily.exact or len(dose.sources) != 1 or not steps:
        return (review,)
    drug = next((name for name in _SAME_SCALE if name in dose.molecules), None)
    if drug is None:
        return (review,)
    if draft is not None and draft.is_a(drug):
        return (Proposal("taper-draft", (ChangeDraft(draft, steps),)),)
    if draft is not None:
        return (review,)
    return (Proposal("taper", (DraftOrder(drug, steps),)),)


def _written(call: Call, draft: Treatment) -> tuple[PlannedDose, ...]:
    """The steps above the target as written, an open one given a usual length."""
    steps: list[PlannedDose] = []
    begin = draft.start
    for step in draft.steps:
        if not isinstance(step.daily, Amount) or not step.daily.exact or step.start != begin:
            break
        days = (step.end - step.start).days + 1 if step.end and step.start else None
        steps.append(PlannedDose(step.daily.high, days=days or _step_days(call, step.daily.high)))
        if step.end is None:
            break
        begin = step.end + timedelta(days=1)
    return tuple(steps)


def _step_days(call: Call, mg: float) -> int:
    low = mg <= call.number(_TABLE, "low_dose_mg")
    return round(call.number(_TABLE, "slow_days" if low else "fast_days"))


def _length(steps: tuple[PlannedDose, ...]) -> int:
    return sum(step.days or 0 for step in steps)
