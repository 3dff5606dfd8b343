"""A systemic NSAID in active nephritis or with an eGFR below 60.

Source: KDIGO guidance on NSAIDs (none below 30, none prolonged below 60, none with RAAS blockers),
French pharmacovigilance (severe renal failure, ciclosporin).
Not covered: aspirin at antiplatelet dose; length of the course.
"""

from datetime import timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.interaction import new_orders
from cards.definitions.kidney_function import latest_bounds
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import acute_injury, own_kidneys
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Treatment,
    Unknown,
    Verdict,
    WithdrawDraft,
    all_true,
)


def decide(case: Case) -> Verdict:
    """Warning; critical below an eGFR of 30, or with a calcineurin inhibitor and a RAAS blocker."""
    orders = new_orders(case.call, "med.nsaid")
    if not orders:
        return Quiet("no-such-order")
    outside = adult_with_sle(case) or own_kidneys(case)
    if outside:
        return outside
    since = case.today - timedelta(days=round(case.number("egfr_days")))
    rate = latest_bounds(case.call, since)
    treatments = case.picture.treatments
    both = all_true(
        treatments.takes(group) for group in ("med.calcineurin-inhibitor", "med.raas-blocker")
    )
    state = case.once(nephritis)
    facts: dict[str, Fact] = {"nephritis_active": state.active, "cni_and_raas": both}
    slots: dict[str, Slot] = {"drug": ChartText(orders[0].label)}
    low = severe = None
    if isinstance(rate, Known):
        facts["egfr"] = Known(round(rate.value.high, 1), rate.unit, rate.when, rate.source)
        slots |= {"egfr": Quantity(rate.value, rate.unit, 0), "day": rate.when or case.today}
        low = rate.value.below(case.number("egfr"))
        severe = rate.value.below(case.number("severe_egfr"))
    wording = _wording(case, low=low, severe=severe, both=both, active=state.active)
    if wording:
        missing = rate.gaps if isinstance(rate, Unknown) else ()
        proposals = _withdraw(orders)
        return Fires(wording, slots, facts, _concern(orders), proposals, missing)
    unclear = [*(treatments.gaps if both is None else ())]
    if low is None:
        unclear += rate.gaps if isinstance(rate, Unknown) else (Gap("egfr", "only-bounds"),)
    if state.active is None:
        unclear += state.gaps or (Gap("nephritis-state", "not-stated"),)
    if unclear:
        return CannotTell(tuple(dict.fromkeys(unclear)), facts, _concern(orders))
    return Quiet("safe", facts)


def _wording(
    case: Case, *, low: bool | None, severe: bool | None, both: bool | None, active: bool | None
) -> str | None:
    if severe:
        return "severe"
    if both:
        return "triple"
    if active:
        return "nephritis"
    if case.once(acute_injury):
        return "acute"
    return "egfr" if low else None


def _concern(orders: tuple[Treatment, ...]) -> Concern:
    return Concern(orders[0].reference, "nsaid")


def _withdraw(orders: tuple[Treatment, ...]) -> tuple[Proposal, ...]:
    return (Proposal("withdraw", tuple(WithdrawDraft(order) for order in orders)),)
