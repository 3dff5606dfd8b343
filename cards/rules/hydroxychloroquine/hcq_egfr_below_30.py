"""Hydroxychloroquine not reduced although the filtration rate is below 30.

Source: KDIGO 2024 (at least 25 % less) and EULAR/ERA 2019 (50 % less); the card prints both.
Adults, every indication.
Not covered: dialysis, the course of the filtration rate.
"""

from datetime import timedelta

from cards.definitions.gates import adult
from cards.definitions.hydroxychloroquine import (
    HCQ,
    DosePerKg,
    dose_per_kg,
    practical_regimen,
    regimen_mg,
)
from cards.definitions.kidney_function import latest_bounds
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    ChangeDraft,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Treatment,
    Unknown,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Warning above 3.75 mg/kg/day with a recent filtration rate below 30."""
    orders = case.picture.treatments.ordered(HCQ)
    if not orders:
        return Quiet("no-such-order")
    if all(order.as_needed for order in orders):
        return Quiet("as-needed")
    outside = adult(case)
    if outside:
        return outside
    if case.picture.problems.active("cond.aki"):
        return Quiet("acute-kidney-injury")
    concern = Concern(orders[0].reference, "kidney-dose")
    since = case.today - timedelta(days=case.number("egfr_days"))
    rate = latest_bounds(case.call, since)
    facts: dict[str, Fact] = {
        "egfr": Known(rate.value.high, rate.unit, rate.when, rate.source)
        if isinstance(rate, Known)
        else None
    }
    low = rate.value.below(case.number("egfr")) if isinstance(rate, Known) else None
    if low is False:
        return Quiet("egfr-above", facts)
    dose = case.once(dose_per_kg)
    if not isinstance(dose, DosePerKg):
        gaps = dose.gaps if isinstance(dose, Unknown) else ()
        gaps += rate.gaps if isinstance(rate, Unknown) else ()
        return CannotTell(tuple(dict.fromkeys(gaps)), facts, concern)
    facts |= {"dose_mg_per_kg": round(dose.per_kg.high, 2), "weight_kg": dose.weight}
    above = dose.per_kg.above(case.number("reduced_mg_per_kg"))
    if above is False:
        return Quiet("reduced", facts)
    if isinstance(rate, Unknown) or low is None:
        gaps = rate.gaps if isinstance(rate, Unknown) else (Gap("egfr", "only-bounds"),)
        return CannotTell(gaps, facts, concern)
    if above is None:
        return CannotTell((orders[0].dose_gap("range-around-limit"),), facts, concern)
    return _fires(case, orders[0], dose, rate, facts, concern)


def _fires(
    case: Case,
    order: Treatment,
    dose: DosePerKg,
    rate: Known[Amount],
    facts: dict[str, Fact],
    concern: Concern,
) -> Fires:
    limit = case.number("reduced_mg_per_kg")
    regimen = practical_regimen(dose.weight.value, limit)
    level = RequestService("hcq-level")
    possible = bool(regimen) and len(dose.treatments) == 1
    return Fires(
        "not-reduced" if regimen else "no-regimen",
        slots={
            "dose": Quantity(dose.mg, "mg/d"),
            "per_kg": Quantity(dose.per_kg, "mg/kg/d", 2),
            "weight": Quantity(dose.weight.value, "kg"),
            "weighed": dose.weight.when or case.today,
            "egfr": Quantity(rate.value, "mL/min/1.73m2", 0),
            "measured": rate.when or case.today,
            "limit": Quantity(limit, "mg/kg/d"),
            "regimen": Quantity(regimen_mg(regimen), "mg/d"),
        },
        facts=facts,
        concern=concern,
        proposals=(
            Proposal("reduce", (ChangeDraft(order, regimen), level))
            if possible
            else Proposal("level", (level,)),
        ),
    )
