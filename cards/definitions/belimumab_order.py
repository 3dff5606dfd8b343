"""Belimumab being ordered: which order, which form, whether for the kidney."""

from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.biologic_order import Form, amounts_mg, form_by_route
from cards.definitions.nephritis import nephritis
from cards.definitions.schedule import Rhythm, rhythm
from cds_service.model_api import Call, Case, Treatment

_TABLE = "belimumab"
_KIDNEY = {"cond.ln", "cond.ln.manifestation-only"}


def order_of(case: Case) -> Treatment | None:
    """The first draft of belimumab; None when there is none."""
    orders = case.picture.treatments.ordered(BELIMUMAB)
    return orders[0] if orders else None


def form(call: Call, order: Treatment) -> Form:
    """The form an order means: by its route, else by product, else by dose and rhythm.

    The pen holds 200 mg and is given weekly; the vials hold 120 or 400 mg.
    """
    by_route = form_by_route(order)
    if by_route is not None:
        return by_route
    pen = call.number(_TABLE, "sc_mg")
    strength = order.drug.strength
    if strength is not None and strength.per == "unit":
        return Form.SC if strength.mg == pen else Form.IV
    return _form_by_dose(call, order)


def _form_by_dose(call: Call, order: Treatment) -> Form:
    amounts = amounts_mg(order)
    pens = {call.number(_TABLE, "sc_mg"), call.number(_TABLE, "sc_load_mg")}
    weekly = [_is_weekly(call, rhythm(step)) for step in order.steps if not step.as_needed]
    if amounts and amounts <= pens and all(weekly):
        return Form.SC
    if amounts and not any(weekly) and not amounts & pens:
        return Form.IV
    return Form.UNKNOWN


def _is_weekly(call: Call, found: Rhythm | str) -> bool:
    every = found.every if isinstance(found, Rhythm) else None
    return every is not None and every.high <= call.number(_TABLE, "sc_days") + 1


def for_nephritis(call: Call, order: Treatment) -> bool | None:
    """Whether the order is for lupus nephritis: by its reason, else by an active nephritis."""
    if order.reasons & _KIDNEY:
        return True
    if order.reasons:
        return False
    return call.once(nephritis).active
