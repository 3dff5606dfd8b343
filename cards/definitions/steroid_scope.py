"""Whom the safety advice on glucocorticoids is for: adults, whatever the indication.

Transplant teams have protocols of their own, and in palliative care prevention no longer applies.
"""

from cards.definitions.gates import adult
from cards.definitions.gc_kinds import GLUCOCORTICOID, is_depot, is_pulse, is_replacement
from cds_service.model_api import CannotTell, Case, Quiet, Treatment


def outside_steroid_safety(case: Case) -> Quiet | CannotTell | None:
    """Why preventive advice on a glucocorticoid does not apply, or None when it does."""
    problems = case.picture.problems
    if problems.active("cond.end-of-life"):
        return Quiet("end-of-life")
    if problems.active("cond.transplant"):
        return Quiet("transplant")
    return adult(case)


def systemic_orders(case: Case) -> tuple[Treatment, ...]:
    """The drafts of the call that order a glucocorticoid for the whole body."""
    ordered = case.picture.treatments.ordered(GLUCOCORTICOID)
    return tuple(order for order in ordered if order.systemic)


def daily_orders(case: Case) -> list[Treatment]:
    """Those that set a regular daily dose: no pulse, depot, replacement or as-needed order."""
    return [
        order
        for order in systemic_orders(case)
        if not order.as_needed
        and not is_depot(order)
        and not is_replacement(case.call, order, case.today)
        and not (order.steps and all(is_pulse(case.call, order, step) for step in order.steps))
    ]
