"""Hydroxychloroquine above 5 mg/kg/day of real weight.

Source: AAO/ACR joint statement 2021 and EULAR 2023 recommendation 1. The French label allows up to
600 mg/day for a short time: then the card only informs. Drug safety: every age and indication.
Not covered: cumulative dose, ideal-weight limits.
"""

from datetime import timedelta

from cards.definitions.hydroxychloroquine import (
    HCQ,
    DosePerKg,
    dose_per_kg,
    practical_regimen,
    regimen_mg,
)
from cards.definitions.kidney_function import latest_rate
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
    found = case.once(dose_per_kg)
    if found is None:
        return Quiet("no-such-treatment")
    if isinstance(found, Unknown):
        only_weight = all(gap.what == "weight" for gap in found.gaps)
        action = "weigh" if only_weight else "read-dose"
        return CannotTell(found.gaps, concern=Concern(order.reference, action))
    facts: dict[str, Fact] = {
        "dose_mg_per_kg": _rounded(found),
        "dose_mg_per_day": found.mg.high,
        "weight_kg": found.weight,
    }
    above = found.per_kg.above(case.number("limit_mg_per_kg"))
    if above is None:
        return CannotTell(
            (order.dose_gap("range-around-limit"),), facts, Concern(order.reference, "read-dose")
        )
    if not above:
        return Quiet("within-limits", facts)
    risks = _retinal_risks(case)
    facts["retinal_risk"] = bool(risks)
    short = _short(case, order)
    far = found.per_kg.above(case.number("warning_mg_per_kg")) is not False
    wording = "short-course" if short else ("far-above" if far or risks else "just-above")
    return _fires(case, order, found, wording, facts)


def _fires(
    case: Case, order: Treatment, found: DosePerKg, wording: str, facts: dict[str, Fact]
) -> Fires:
    limit = case.number("limit_mg_per_kg")
    regimen = practical_regimen(found.weight.value, limit)
    proposals = (
        (Proposal("reduce", (ChangeDraft(order, regimen),)),)
        if regimen and wording != "short-course" and len(found.treatments) == 1
        else ()
    )
    weighed = found.weight.when or case.today
    return Fires(
        wording,
        slots={
            "dose": Quantity(found.mg, "mg/d"),
            "per_kg": Quantity(found.per_kg, "mg/kg/d", 2),
            "weight": Quantity(found.weight.value, "kg"),
            "weighed": weighed,
            "limit": Quantity(limit, "mg/kg/d"),
            "regimen": Quantity(regimen_mg(regimen), "mg/d"),
        },
        facts=facts,
        concern=Concern(order.reference, "read-dose"),
        proposals=proposals,
    )


def _rounded(found: DosePerKg) -> float:
    return round(found.per_kg.high, 2)


def _short(case: Case, order: Treatment) -> bool:
    """A higher course with a written end within the time the label allows."""
    last = order.last_planned_day
    if last is None or order.start is None:
        return False
    return last - order.start < timedelta(days=round(case.number("short_course_days")))


def _retinal_risks(case: Case) -> tuple[str, ...]:
    found = []
    rate = latest_rate(case.call, case.today - timedelta(days=365))
    if isinstance(rate, Known) and rate.value < case.number("risk_egfr"):
        found.append("kidney")
    if case.picture.treatments.takes("med.tamoxifen"):
        found.append("tamoxifen")
    if case.picture.problems.active("cond.retinopathy"):
        found.append("retina")
    return tuple(found)
