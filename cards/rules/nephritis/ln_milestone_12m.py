"""Twelve months into nephritis treatment: proteinuria below 700 mg/g.

Source: EULAR 2025 (nephritis) recommendations 3 and 4; a nephrotic baseline may take 6 to 12
months more. "Complete response" (below 500 mg/g, ACR and KDIGO) is another threshold. A value that
rises again after month 12 is a flare, not a missed milestone.
Not covered: fixed proteinuria that a repeat biopsy showed to be scarring.
"""

from datetime import timedelta

from cards.definitions.milestone import CONCERN, Window, baseline_upcr, current_upcr, window
from cards.definitions.proteinuria import in_trace, shown, undisturbed
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Fires,
    Gap,
    Known,
    Quantity,
    Quiet,
    Unknown,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Fires at 700 mg/g or more; only informs while a nephrotic proteinuria is still falling."""
    found = window(case)
    if not isinstance(found, Window):
        return found
    after = current_upcr(case, found)
    if isinstance(after, Unknown):
        return CannotTell(after.gaps, found.facts, CONCERN)
    facts = {**found.facts, "upcr_mg_per_g": in_trace(after)}
    goal = case.number("upcr_mg_per_g")
    below = after.value.below(goal)
    if below is None:
        return CannotTell((Gap("upcr", "only-bounds"),), facts, CONCERN)
    if below:
        return Quiet("reached", facts)
    if _relapse(case, found, after, goal):
        return Quiet("relapse", facts)
    before = baseline_upcr(case, found.start)
    if isinstance(before, Known):
        facts["baseline_upcr_mg_per_g"] = in_trace(before)
        wording = "still-falling" if _still_falling(case, before, after) else "above"
    else:
        wording = "no-baseline"
    return Fires(
        wording,
        slots={
            "after": shown(after.value),
            "after_day": after.when or case.today,
            "start": found.start,
            "goal": Quantity(goal, "mg/g"),
        },
        facts=facts,
        concern=CONCERN,
        missing=before.gaps if isinstance(before, Unknown) else (),
    )


def _relapse(case: Case, found: Window, after: Known[Amount], goal: float) -> bool:
    month_12 = found.start + timedelta(days=round(case.number("relapse_after_days")))
    return (
        after.when is not None
        and after.when > month_12
        and any(
            found.start < earlier.when < after.when and earlier.value.below(goal)
            for earlier in case.once(undisturbed)
        )
    )


def _still_falling(case: Case, before: Known[Amount], after: Known[Amount]) -> bool:
    nephrotic = case.call.number("nephritis-state", "nephrotic_upcr_mg_per_g")
    if before.value.below(nephrotic) is not False or before.when is None or after.when is None:
        return False
    between = [r for r in case.once(undisturbed) if before.when < r.when < after.when]
    last = between[0].value if between else before.value
    return after.value.high < last.low and after.value.high < before.value.low
