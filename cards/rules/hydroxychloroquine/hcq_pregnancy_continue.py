"""Hydroxychloroquine in the pregnancy of a patient with lupus: continue.

Source: CRAT and lupus centres favour continuation; ANSM (April 2023) is cautious and is quoted.
Every age.
Not covered: a wish for pregnancy, breastfeeding, anti-SSA antibodies.
"""

from cards.definitions.childbearing import can_bear_children, is_male, pregnancy
from cards.definitions.gates import with_sle
from cards.definitions.hydroxychloroquine import HCQ, DosePerKg, dose_per_kg
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quantity,
    Quiet,
    Stop,
    Term,
    Verdict,
)

_GOOD_REASONS = {"intolerance", "contraindication"}


def decide(case: Case) -> Verdict:
    """Info while it is taken, warning when the order being signed stops it."""
    stops = [stop for stop in case.picture.treatments.stops if stop.draft.is_a(HCQ)]
    if case.hook != "patient-view" and not stops:
        return Quiet("no-such-order")
    outside = with_sle(case)
    if outside:
        return outside
    treatments = case.picture.treatments
    taken = treatments.takes("med.antimalarial")
    nothing_ends = treatments.complete and not any(stop.ended for stop in stops)
    if stops and (taken or nothing_ends):
        return Quiet("not-stopped")
    if not stops and taken is False:
        return Quiet("no-such-treatment")
    concern = Concern(stops[0].draft.reference if stops else "", "pregnancy-hydroxychloroquine")
    found = case.once(pregnancy)
    if is_male(case.call) or found.pregnant is False:
        return Quiet("not-pregnant")
    if found.pregnant is None:
        gap = case.picture.results.gap
        if gap is None or case.once(can_bear_children) is False:
            return Quiet("not-pregnant")
        return CannotTell((Gap("pregnancy", gap.why),), concern=concern)
    if stops and _justified(case, stops):
        return Quiet("reason-given")
    if not stops and taken is None:
        return CannotTell(treatments.gaps, concern=concern)
    dose = case.once(dose_per_kg)
    facts: dict[str, Fact] = {"pregnancy_source": found.source, "being_stopped": bool(stops)}
    if isinstance(dose, DosePerKg):
        facts["dose_mg_per_kg"] = round(dose.per_kg.high, 2)
    return Fires(
        "being-stopped" if stops else "continue",
        slots={
            "daily": Quantity(case.number("limit_mg_per_day"), "mg/d"),
            "per_kg": Quantity(case.number("limit_mg_per_kg"), "mg/kg/d"),
            "seen": found.when or Term("not-known"),
            "state": Term("hcq.being-stopped" if stops else "hcq.taken"),
        },
        facts=facts,
        concern=concern,
    )


def _justified(case: Case, stops: list[Stop]) -> bool:
    if case.picture.problems.active("cond.retinopathy.toxic"):
        return True
    return any(stop.draft.stop_reasons & _GOOD_REASONS for stop in stops)
