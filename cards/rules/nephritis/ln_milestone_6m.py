"""Six months into nephritis treatment: proteinuria fallen by half.

Source: EULAR 2025 (nephritis) recommendation 3.
Not covered: proteinuria from another cause; fever or effort on the day of the sample.
"""

from cards.definitions.milestone import (
    CONCERN,
    Window,
    baseline_upcr,
    current_upcr,
    fall_percent,
    window,
)
from cds_service.model_api import (
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
    """Fires on a fall below 50 %."""
    found = window(case)
    if not isinstance(found, Window):
        return found
    before, after = baseline_upcr(case, found.start), current_upcr(case, found)
    facts: dict[str, Fact] = {"treatment_start": found.start, "days_since_start": found.days}
    if isinstance(before, Unknown) or isinstance(after, Unknown):
        gaps = [gap for item in (before, after) if isinstance(item, Unknown) for gap in item.gaps]
        return CannotTell(tuple(dict.fromkeys(gaps)), facts, CONCERN)
    fall = fall_percent(before.value, after.value)
    facts |= {
        "upcr_mg_per_g": Known(round(after.value.high, 1), "mg/g", after.when, after.source),
        "baseline_upcr_mg_per_g": Known(
            round(before.value.high, 1), "mg/g", before.when, before.source
        ),
        "fall_percent": round(fall.low, 1),
    }
    goal = case.number("fall_percent")
    short = fall.below(goal)
    if short is None:
        return CannotTell((Gap("upcr", "only-bounds"),), facts, CONCERN)
    if not short:
        return Quiet("reached", facts)
    return Fires(
        "proteinuria",
        slots={
            "before": Quantity(before.value, "mg/g"),
            "before_day": before.when or found.start,
            "after": Quantity(after.value, "mg/g"),
            "after_day": after.when or case.today,
            "fall": Quantity(fall, "%", 1),
            "goal": Quantity(goal, "%"),
        },
        facts=facts,
        concern=CONCERN,
    )
