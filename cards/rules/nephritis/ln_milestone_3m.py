"""Three months into nephritis treatment: proteinuria fallen by a quarter, kidney function kept.

Source: EULAR 2025 (nephritis) recommendations 2 and 3.
Not covered: proteinuria from another cause; fever or effort on the day of the sample.
"""

from datetime import timedelta

from cards.definitions.kidney_function import Change, change
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

_LOWERS_FILTRATION = ("med.raas-blocker", "med.sglt2", "med.calcineurin-inhibitor")


def decide(case: Case) -> Verdict:
    """Fires on a fall below 25 % or an eGFR loss above 15 %; the latter alone may be expected."""
    found = window(case)
    if not isinstance(found, Window):
        return found
    kidney = _kidney(case, found)
    lost = isinstance(kidney, Change) and kidney.fall_percent > case.number("egfr_fall_percent")
    before, after = baseline_upcr(case, found.start), current_upcr(case, found)
    facts: dict[str, Fact] = {"treatment_start": found.start, "days_since_start": found.days}
    if isinstance(kidney, Change):
        facts["egfr_fall_percent"] = round(kidney.fall_percent, 1)
    if isinstance(before, Known) and isinstance(after, Known):
        fall = fall_percent(before.value, after.value)
        facts |= {
            "upcr_mg_per_g": Known(round(after.value.high, 1), "mg/g", after.when, after.source),
            "baseline_upcr_mg_per_g": Known(
                round(before.value.high, 1), "mg/g", before.when, before.source
            ),
            "fall_percent": round(fall.low, 1),
        }
        short = fall.below(case.number("fall_percent"))
        if short:
            return Fires(
                "proteinuria",
                slots={
                    "before": Quantity(before.value, "mg/g"),
                    "before_day": before.when or found.start,
                    "after": Quantity(after.value, "mg/g"),
                    "after_day": after.when or case.today,
                    "fall": Quantity(fall, "%", 1),
                    "goal": Quantity(case.number("fall_percent"), "%"),
                },
                facts=facts,
                concern=CONCERN,
            )
        if lost and isinstance(kidney, Change):
            return _kidney_card(case, kidney, facts)
        if short is None:
            return CannotTell((Gap("upcr", "only-bounds"),), facts, CONCERN)
        missing = kidney.gaps if isinstance(kidney, Unknown) else ()
        return Quiet("reached", facts, missing)
    if lost and isinstance(kidney, Change):
        return _kidney_card(case, kidney, facts)
    gaps = tuple(gap for item in (before, after) if isinstance(item, Unknown) for gap in item.gaps)
    return CannotTell(tuple(dict.fromkeys(gaps)), facts, CONCERN)


def _kidney(case: Case, found: Window) -> Change | Unknown:
    within = round(case.call.number("nephritis-treatment", "baseline_days"))
    return change(case.call, found.start, within, found.opened)


def _kidney_card(case: Case, kidney: Change, facts: dict[str, Fact]) -> Fires:
    since = case.today - timedelta(days=round(case.number("expected_fall_days")))
    expected = any(
        treatment.start is not None and treatment.start >= since
        for group in _LOWERS_FILTRATION
        for treatment in case.picture.treatments.running(group)
    )
    return Fires(
        "kidney-to-interpret" if expected else "kidney",
        slots={
            "before": Quantity(kidney.before.value, "mL/min/1.73m2", 0),
            "before_day": kidney.before.when,
            "after": Quantity(kidney.after.value, "mL/min/1.73m2", 0),
            "after_day": kidney.after.when,
            "fall": Quantity(kidney.fall_percent, "%", 0),
        },
        facts=facts,
        concern=CONCERN,
    )
