"""Anifrolumab being ordered: which form, whether it renews a treatment that works, for whom."""

from enum import Enum

from cds_service.model_api import Amount, Call, Case, Quiet, Treatment

ANIFROLUMAB = "med.anifrolumab"
_IV_MG, _SC_MG = 300.0, 120.0
_LUPUS = {"cond.sle", "cond.ln", "cond.cle"}


class Form(Enum):
    """Infusion or pen; None of both when the order does not tell."""

    IV = "iv"
    SC = "sc"
    UNKNOWN = "unknown"


def form(order: Treatment) -> Form:
    """The form an order means: by its route, else by product or dose (300 mg IV, 120 mg SC)."""
    if order.routes == {"iv"}:
        return Form.IV
    if order.routes == {"sc"}:
        return Form.SC
    amounts = {step.at_once.low for step in order.steps if isinstance(step.at_once, Amount)}
    if order.drug.strength is not None:
        amounts.add(order.drug.strength.mg)
    if amounts == {_IV_MG}:
        return Form.IV
    return Form.SC if amounts == {_SC_MG} else Form.UNKNOWN


def order_of(case: Case) -> Treatment | None:
    """The first draft of anifrolumab, None when there is none."""
    orders = case.picture.treatments.ordered(ANIFROLUMAB)
    return orders[0] if orders else None


def not_for_access_rules(case: Case, order: Treatment) -> Quiet | None:
    """Trials, renewals in responders and other diseases are outside the access criteria."""
    if case.picture.in_trial:
        return Quiet("in-trial")
    if order.reasons and order.reasons.isdisjoint(_LUPUS):
        return Quiet("other-indication")
    if _renews_a_response(case.call):
        return Quiet("renewal-in-responder")
    return None


def _renews_a_response(call: Call) -> bool:
    taken = [t for t in call.picture.treatments.now if t.is_a(ANIFROLUMAB) and t.running]
    if not taken:
        return False
    stated = call.picture.results.findings("obs.responder")
    return next((f.boolean for f in stated if f.boolean is not None), None) is True
