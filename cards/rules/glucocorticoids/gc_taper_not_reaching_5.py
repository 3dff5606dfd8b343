"""A glucocorticoid order whose plan is still above 5 mg/day on day 180 of the course.

Source: EULAR 2025 (nephritis) recommendation 6, 5 mg/day by 4-6 months; ACR 2024 (nephritis), by
6 months. Where they differ the later date counts.
Not covered: tapers kept outside the order.
"""

from datetime import date, timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.gc_phase import Phase, phase
from cards.definitions.gc_taper import completed_order, taper_proposal
from cards.definitions.glucocorticoids import (
    course,
    dose_on,
    dose_today,
    planned_at_most,
)
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_treatment import treatment_start
from cards.definitions.other_indication import other_indication
from cards.definitions.steroid_scope import daily_orders
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fires,
    Known,
    Quantity,
    Quiet,
    Treatment,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Judges the dose planned for day 180; a new order without any plan is only mentioned."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    orders = daily_orders(case)
    if not orders:
        return Quiet("no-such-order")
    order = orders[0]
    if case.once(phase) in {Phase.STRESS, Phase.REPLACEMENT}:
        return Quiet("stress-or-replacement")
    if other_indication(case.call, orders):
        return Quiet("other-indication")
    concern = Concern(order.reference, "taper")
    target, rounding = case.number("target_mg_per_day"), case.number("rounding_mg")
    start = _course_start(case)
    due = start + timedelta(days=round(case.number("due_days")))
    judged = max(due, case.today)
    planned = dose_on(case.call, judged)
    facts = {
        "prednisone_equivalent_mg_per_day": _number(case),
        "course_start": start,
        "judged_on": judged,
        "planned_mg_per_day": planned.daily.high if not planned.gaps else None,
    }
    above = planned.daily.above(target, rounding)
    if above is None:
        return CannotTell(planned.gaps, facts, concern)
    if not above:
        return Quiet("target-planned", facts)
    soon = planned_at_most(case.call, target, round(case.number("planned_step_days")))
    if due <= case.today and soon is not None:
        return Quiet("target-planned", {**facts, "planned_on": soon})
    new = start >= case.today - timedelta(days=round(case.number("new_order_days")))
    wording = "no-taper-planned" if new and _single_open_step(order) else "above-on-day-180"
    return Fires(
        wording,
        slots={
            "dose": Quantity(planned.daily if not planned.gaps else planned.daily.low, "mg/d"),
            "start": start,
            "due": judged,
            "target": Quantity(target, "mg/d"),
        },
        facts=facts,
        concern=concern,
        proposals=taper_proposal(
            order,
            case.once(dose_today),
            completed_order(case.call, order, target, _days_left(case, judged)),
        ),
        missing=planned.gaps,
    )


def _course_start(case: Case) -> date:
    """The start of nephritis induction when there is one, else of the glucocorticoid course.

    Induction does not begin before the nephritis was found, however old the course.
    """
    present = case.once(course)
    begun = present.start if present else case.today
    state = case.once(nephritis)
    if not state.active:
        return begun
    found = (case.once(treatment_start), state.class_day, state.since)
    return max([begun, *(day for day in found if day is not None and day <= case.today)])


def _days_left(case: Case, judged: date) -> int:
    """Until the day judged; a planned step soon is enough when that day has come."""
    return (judged - case.today).days or round(case.number("planned_step_days"))


def _single_open_step(order: Treatment) -> bool:
    return len(order.steps) <= 1 and order.last_planned_day is None


def _number(case: Case) -> Known[float] | None:
    known = case.once(dose_today).known
    return known if isinstance(known, Known) else None
