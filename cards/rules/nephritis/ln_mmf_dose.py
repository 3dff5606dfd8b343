"""Mycophenolate outside the induction range of a lupus nephritis.

Source: French PNDS 2020 (2 to 3 g/day), KDIGO 2024 (mycophenolate sodium 1.44 to 2.16 g/day).
Not covered: blood levels, body size; a first order that does not say how the dose will rise.
"""

from datetime import date, timedelta

from cards.definitions.interaction import new_orders
from cards.definitions.kidney_function import latest_bounds
from cards.definitions.mycophenolate import MYCOPHENOLATE, Planned, planned
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import nephritis_scope
from cards.definitions.nephritis_treatment import no_start, treatment_start
from cards.definitions.stopped import not_tolerated
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Quantity,
    Quiet,
    Slot,
    Treatment,
    Unknown,
    Verdict,
    course_on,
    courses,
)


def decide(case: Case) -> Verdict:
    """Info on a plan below the range after week 4, or above it at any time."""
    orders = new_orders(case.call, MYCOPHENOLATE)
    if not orders:
        return Quiet("no-such-order")
    concern = Concern(orders[0].reference, "mycophenolate-dose")
    outside = nephritis_scope(case) or _not_induction(case, concern)
    if outside:
        return outside
    plan = planned(case.call, orders[0])
    if isinstance(plan, Unknown):
        return CannotTell(plan.gaps, concern=concern)
    facts: dict[str, Fact] = {"mg_per_day": plan.highest, "form": " / ".join(plan.forms)}
    high, low = plan.any_above(case.call), plan.all_below(case.call)
    if high:
        return _card(orders[0], plan, "high", facts, concern)
    excused = _excused(case) if low is not False else None
    if excused and high is False:
        return Quiet(excused, facts)
    if low:
        rate = latest_bounds(case.call, _since(case))
        unknown = rate.gaps if isinstance(rate, Unknown) else ()
        return _card(orders[0], plan, "low", facts, concern, unknown)
    if low is None or high is None:
        return CannotTell((Gap("drug-form", "not-stated", orders[0].label),), facts, concern)
    return Quiet("within-limits", facts)


def _card(
    order: Treatment,
    plan: Planned,
    wording: str,
    facts: dict[str, Fact],
    concern: Concern,
    missing: tuple[Gap, ...] = (),
) -> Fires:
    slots: dict[str, Slot] = {
        "drug": ChartText(order.label),
        "dose": Quantity(plan.highest, "mg/d"),
    }
    return Fires(wording, slots, facts, concern, missing=missing)


def _not_induction(case: Case, concern: Concern) -> Quiet | CannotTell | None:
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=concern)
    if not state.ever or not (state.lasting or state.active):
        return Quiet("no-nephritis")
    start = case.once(treatment_start)
    if start is None:
        return CannotTell(no_start(case.call), concern=concern)
    limit = timedelta(days=round(case.number("induction_days")))
    return Quiet("not-induction") if start < case.today - limit else None


def _excused(case: Case) -> str | None:
    """Why a low dose needs no word."""
    treatments = case.picture.treatments
    gap_days = round(case.call.number("nephritis-treatment", "course_gap_days"))
    present = course_on(courses(treatments.of(MYCOPHENOLATE), gap_days), case.today)
    week_4 = timedelta(days=round(case.number("titration_days")))
    if present is None or present.start > case.today - week_4:
        return "titration"
    if treatments.running("med.calcineurin-inhibitor"):
        return "with-calcineurin-inhibitor"
    if not_tolerated(case.call, MYCOPHENOLATE):
        return "intolerance"
    rate = latest_bounds(case.call, _since(case))
    if isinstance(rate, Known) and rate.value.below(case.number("egfr")):
        return "low-egfr"
    return None


def _since(case: Case) -> date:
    return case.today - timedelta(days=round(case.number("egfr_days")))
