"""Hydroxychloroquine above 5 mg/kg/day of real weight.

Source: AAO/ACR joint statement 2021 and EULAR 2023 recommendation 1. The French label allows up to
600 mg/day for a short time: then the card only informs. Drug safety: every age and indication.
Not covered: cumulative dose, ideal-weight limits.
"""

from datetime import date, timedelta

from cards.definitions.hydroxychloroquine import (
    HCQ,
    DosePerKg,
    dose_per_kg,
    dose_per_kg_on,
    practical_regimen,
    regimen_mg,
)
from cards.definitions.kidney_function import latest_bounds
from cds_service.model_api import (
    CannotTell,
    Case,
    ChangeDraft,
    Concern,
    Fact,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Term,
    Treatment,
    Unknown,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Info just above 5, warning above 5.5 or with a retinal risk factor."""
    orders = case.picture.treatments.ordered(HCQ)
    if not orders:
        return Quiet("no-such-order")
    if all(order.as_needed for order in orders):
        return Quiet("as-needed")
    order = orders[0]
    plan = _plan(case, order)
    if not plan:
        return Quiet("no-such-treatment")
    limit, rounding = case.number("limit_mg_per_kg"), case.number("rounding_mg_per_kg")
    unread = tuple(gap for one in plan.values() if isinstance(one, Unknown) for gap in one.gaps)
    doses = {day: one for day, one in plan.items() if isinstance(one, DosePerKg)}
    high = [day for day, one in doses.items() if one.per_kg.above(limit, rounding)]
    if high:
        short = _short(case, order, doses, high)
        worst = max(high, key=lambda day: doses[day].per_kg.low)
        return _fires(case, order, doses[worst if short else high[-1]], short)
    if unread:
        only_weight = all(gap.what == "weight" for gap in unread)
        action = "weigh" if only_weight else "read-dose"
        return CannotTell(tuple(dict.fromkeys(unread)), concern=Concern(order.reference, action))
    facts = _facts(max(doses.values(), key=lambda one: one.per_kg.high))
    if any(one.per_kg.above(limit, rounding) is None for one in doses.values()):
        return CannotTell(
            (order.dose_gap("range-around-limit"),), facts, Concern(order.reference, "read-dose")
        )
    return Quiet("within-limits", facts)


def _plan(case: Case, order: Treatment) -> dict[date, DosePerKg | Unknown]:
    """The dose per kg from today on, at each day on which a step of the order begins."""
    later = {
        step.start
        for step in order.steps
        if step.start is not None and step.start > case.today and not step.as_needed
    }
    found = {case.today: case.once(dose_per_kg)}
    found |= {day: dose_per_kg_on(case.call, day) for day in sorted(later)}
    return {day: one for day, one in found.items() if one is not None}


def _short(case: Case, order: Treatment, doses: dict[date, DosePerKg], high: list[date]) -> bool:
    """Whether the days above the limit have a written end within the time the label allows."""
    first = max(high[0], order.start or high[0])
    back = [day for day in doses if day > high[-1]]
    last = order.last_planned_day
    over = min(back) if back else (last + timedelta(days=1) if last else None)
    return over is not None and over - first <= timedelta(
        days=round(case.number("short_course_days"))
    )


def _facts(found: DosePerKg) -> dict[str, Fact]:
    return {
        "dose_mg_per_kg": round(found.per_kg.high, 2),
        "dose_mg_per_day": found.mg.high,
        "weight_kg": found.weight,
    }


def _fires(case: Case, order: Treatment, found: DosePerKg, short: bool) -> Fires:
    limit = case.number("limit_mg_per_kg")
    risks = _retinal_risks(case)
    far = found.per_kg.above(case.number("warning_mg_per_kg")) is not False
    regimen = practical_regimen(found.weight.value, limit)
    wording = "short-course" if short else ("far-above" if far or risks else "just-above")
    if not regimen and not short:
        wording += "-no-regimen"
    proposals = (
        (Proposal("reduce", (ChangeDraft(order, regimen),)),)
        if regimen and not short and len(found.treatments) == 1
        else ()
    )
    return Fires(
        wording,
        slots={
            "dose": Quantity(found.mg, "mg/d"),
            "per_kg": Quantity(found.per_kg, "mg/kg/d", 2),
            "weight": Quantity(found.weight.value, "kg"),
            "weighed": found.weight.when or case.today,
            "limit": Quantity(limit, "mg/kg/d"),
            "regimen": Quantity(regimen_mg(regimen), "mg/d"),
            "risks": tuple(Term(f"eye.risk.{name}") for name in risks or ("none",)),
        },
        facts={**_facts(found), "retinal_risk": bool(risks)},
        concern=Concern(order.reference, "read-dose"),
        proposals=proposals,
    )


def _retinal_risks(case: Case) -> tuple[str, ...]:
    found = []
    rate = latest_bounds(case.call, case.today - timedelta(days=365))
    if isinstance(rate, Known) and rate.value.below(case.number("risk_egfr")):
        found.append("kidney")
    if case.picture.treatments.takes("med.tamoxifen"):
        found.append("tamoxifen")
    if case.picture.problems.active("cond.retinopathy"):
        found.append("macula")
    return tuple(found)
