"""A low hydroxychloroquine dose while the lupus is active.

Source: expert opinion (Chiche 2026), EULAR 2023 recommendation 1 (5 mg/kg, weighed against the risk
of flare). 4 mg/kg awaits local validation; the card never proposes a rise by itself.
Not covered: blood level (a card of its own), a reduction decided for long exposure.
"""

from datetime import timedelta

from cards.definitions.active_disease import active_disease
from cards.definitions.dialysis import on_dialysis
from cards.definitions.gates import adult_with_sle
from cards.definitions.hydroxychloroquine import (
    HCQ,
    DosePerKg,
    dose_per_kg,
    practical_regimen,
    regimen_mg,
)
from cards.definitions.kidney_function import latest_bounds
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Known,
    Quantity,
    Quiet,
    Term,
    Unknown,
    Verdict,
)

_CONCERN = Concern("", "hydroxychloroquine-dose")
_KIDNEY_DISEASE = ("cond.ckd.stage3", "cond.ckd.stage4", "cond.ckd.stage5", "cond.eskd")


def decide(case: Case) -> Verdict:
    """Info below 4 mg/kg/day in active lupus, unless a kidney or eye reason explains it."""
    outside = adult_with_sle(case) or _explained(case)
    if outside:
        return outside
    treatments = case.picture.treatments
    taken = treatments.takes(HCQ)
    if taken is None:
        return CannotTell(treatments.gaps, concern=_CONCERN)
    found = case.once(dose_per_kg)
    if not taken or found is None:
        return Quiet("no-such-treatment")
    activity = active_disease(case.call)
    if activity.active is False:
        return Quiet("not-active")
    if isinstance(found, Unknown):
        return CannotTell(found.gaps + activity.gaps, concern=_CONCERN)
    facts: dict[str, Fact] = {
        "dose_mg_per_kg": round(found.per_kg.high, 2),
        "weight_kg": found.weight,
        "activity": activity.sign or None,
    }
    low = found.per_kg.below(case.number("low_mg_per_kg"))
    if low is False or found.mg.below(case.number("largest_mg")) is False:
        return Quiet("enough", facts)
    if low is None or activity.active is None:
        gaps = activity.gaps or (found.treatments[0].dose_gap("range-around-limit"),)
        return CannotTell(gaps, facts, _CONCERN)
    return _fires(case, found, activity.sign, facts)


def _explained(case: Case) -> Quiet | None:
    """A kidney or retinal reason for a low dose."""
    problems = case.picture.problems
    since = case.today - timedelta(days=case.number("egfr_days"))
    rate = latest_bounds(case.call, since)
    if problems.active(*_KIDNEY_DISEASE) or on_dialysis(case.call):
        return Quiet("renal-reason")
    if isinstance(rate, Known) and rate.value.below(case.number("kidney_egfr")):
        told = Known(rate.value.high, rate.unit, rate.when, rate.source)
        return Quiet("renal-reason", {"egfr": told})
    return Quiet("retinal-reason") if problems.active("cond.retinopathy") else None


def _fires(case: Case, found: DosePerKg, sign: str, facts: dict[str, Fact]) -> Fires:
    regimen = practical_regimen(found.weight.value, case.number("target_mg_per_kg"))
    room = regimen_mg(regimen) > found.mg.high
    since = case.today - timedelta(days=case.number("egfr_days"))
    rate = latest_bounds(case.call, since)
    return Fires(
        "low" if room else "low-no-room",
        slots={
            "dose": Quantity(found.mg, "mg/d"),
            "per_kg": Quantity(found.per_kg, "mg/kg/d", 2),
            "weight": Quantity(found.weight.value, "kg"),
            "weighed": found.weight.when or case.today,
            "limit": Quantity(case.number("low_mg_per_kg"), "mg/kg/d"),
            "activity": Term(f"active.{sign}"),
            "regimen": Quantity(regimen_mg(regimen), "mg/d"),
        },
        facts=facts,
        concern=_CONCERN,
        missing=rate.gaps if isinstance(rate, Unknown) else (),
    )
