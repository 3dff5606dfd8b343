"""The initial glucocorticoid dose of a nephritis, beyond what every guideline accepts.

Source: EULAR 2025 (0.3-0.7 mg/kg), ACR 2024 (at most 0.5 mg/kg and 40 mg), KDIGO 2024 (0.35-1
mg/kg, at most 80 mg). A dose within one of them is not commented, unless it stays above 0.7 mg/kg.
Not covered: a low dose, which ACR accepts.
"""

from cards.definitions.gates import adult_with_sle
from cards.definitions.gc_exposure import Run, run_of
from cards.definitions.gc_per_kg import SteroidPerKg, steroid_per_kg
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_course import at_its_start, severe_form
from cards.definitions.steroid_scope import daily_orders
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quantity,
    Quiet,
    Slot,
    Unknown,
    Verdict,
    all_true,
    any_true,
)


def decide(case: Case) -> Verdict:
    """Warning above all three guidelines, info when it stays above the EULAR range."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    orders = daily_orders(case)
    if not orders:
        return Quiet("no-such-order")
    if case.picture.problems.active("cond.transplant"):
        return Quiet("transplant")
    concern = Concern(orders[0].reference, "initial-dose")
    state = case.once(nephritis)
    if state.active is False or state.ever is False:
        return Quiet("no-nephritis")
    if state.active is None:
        return CannotTell(state.gaps or (Gap("nephritis-state", "absent"),), concern=concern)
    if severe_form(case.call):
        return Quiet("severe")
    if not at_its_start(case.call, case.number("new_days")):
        return Quiet("not-initial")
    found = steroid_per_kg(case.call, case.number("weight_days"))
    if isinstance(found, Unknown):
        return CannotTell(found.gaps, concern=concern)
    return _judged(case, found, concern)


def _judged(case: Case, found: SteroidPerKg, concern: Concern) -> Verdict:
    mg, per_kg = found.dose.daily, found.per_kg
    facts: dict[str, Fact] = {
        "prednisone_equivalent_mg_per_day": mg.high,
        "dose_mg_per_kg": round(per_kg.high, 2),
        "weight_kg": found.weight,
    }
    slots: dict[str, Slot] = {
        "dose": Quantity(mg, "mg/d"),
        "per_kg": Quantity(per_kg, "mg/kg/d", 2),
        "weight": Quantity(found.weight.value, "kg"),
        "weighed": found.weight.when or case.today,
        "limit": Quantity(case.number("eular_high_mg_per_kg"), "mg/kg/d"),
        "long": Quantity(case.number("long_days"), "d"),
    }
    above = _outside_all(case, found)
    if above:
        return Fires("above-all", slots, facts, concern)
    long = _long_above(case, found.weight.value)
    if isinstance(long, Run):
        return Fires("long-above-eular", {**slots, "since": long.start}, facts, concern)
    if above is None or isinstance(long, Unknown):
        gaps = long.gaps if isinstance(long, Unknown) else (Gap("dose", "range-around-limit"),)
        return CannotTell(gaps, facts, concern)
    return Quiet("within", facts)


def _outside_all(case: Case, found: SteroidPerKg) -> bool | None:
    mg, per_kg = found.dose.daily, found.per_kg
    rounding = case.number("rounding_mg_per_kg")
    eular = (
        per_kg.below(case.number("eular_low_mg_per_kg")),
        per_kg.above(case.number("eular_high_mg_per_kg"), rounding),
    )
    acr = (
        per_kg.above(case.number("acr_high_mg_per_kg"), rounding),
        mg.above(case.number("acr_most_mg")),
    )
    kdigo = (
        per_kg.below(case.number("kdigo_low_mg_per_kg")),
        per_kg.above(case.number("kdigo_high_mg_per_kg"), rounding),
        mg.above(case.number("kdigo_most_mg")),
    )
    return all_true(any_true(limits) for limits in (eular, acr, kdigo))


def _long_above(case: Case, kilograms: float) -> Run | Unknown | None:
    """A stretch above the EULAR range that is written to last, or has lasted, too long.

    An open-ended order counts up to today only: that it has no taper is said by another rule.
    """
    limit = case.number("eular_high_mg_per_kg") * kilograms
    days = case.number("long_days")

    def lasts(run: Run) -> bool:
        if run.end is None:
            return (case.today - run.start).days > days
        return run.end >= case.today and run.days > days

    return run_of(case.call, lambda daily: daily.above(limit), lasts)
