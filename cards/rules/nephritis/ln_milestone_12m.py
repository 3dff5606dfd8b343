"""Twelve months into nephritis treatment: proteinuria below 700 mg/g.

Source: EULAR 2025 (nephritis) recommendations 3 and 4; a nephrotic baseline may take 6 to 12
months more. "Complete response" (below 500 mg/g, ACR and KDIGO) is another threshold.
Not covered: fixed proteinuria that a repeat biopsy showed to be scarring.
"""

from cards.definitions.milestone import CONCERN, Window, baseline_upcr, current_upcr, window
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Fact,
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
    facts: dict[str, Fact] = {"treatment_start": found.start, "days_since_start": found.days}
    after = current_upcr(case, found)
    if isinstance(after, Unknown):
        return CannotTell(after.gaps, facts, CONCERN)
    facts["upcr_mg_per_g"] = Known(round(after.value.high, 1), "mg/g", after.when, after.source)
    goal = case.number("upcr_mg_per_g")
    below = after.value.below(goal)
    if below is None:
        return CannotTell((Gap("upcr", "only-bounds"),), facts, CONCERN)
    if below:
        return Quiet("reached", facts)
    before = baseline_upcr(case, found.start)
    missing = before.gaps if isinstance(before, Unknown) else ()
    if isinstance(before, Known):
        facts["baseline_upcr_mg_per_g"] = Known(
            round(before.value.high, 1), "mg/g", before.when, before.source
        )
    falling = isinstance(before, Known) and _nephrotic_and_falling(case, before.value, after.value)
    return Fires(
        "still-falling" if falling else ("no-baseline" if missing else "above"),
        slots={
            "after": Quantity(after.value, "mg/g"),
            "after_day": after.when or case.today,
            "start": found.start,
            "goal": Quantity(goal, "mg/g"),
        },
        facts=facts,
        concern=CONCERN,
        missing=missing,
    )


def _nephrotic_and_falling(case: Case, before: Amount, after: Amount) -> bool:
    nephrotic = case.call.number("nephritis-state", "nephrotic_upcr_mg_per_g")
    return before.below(nephrotic) is False and after.high < before.low
