"""Anifrolumab being ordered: which order, which form."""

from cards.definitions.biologic_order import Form, amounts_mg, form_by_route
from cds_service.model_api import Call, Case, Treatment

ANIFROLUMAB = "med.anifrolumab"
_TABLE = "anifrolumab"


def form(call: Call, order: Treatment) -> Form:
    """The form an order means: by its route, else by product or dose (300 mg IV, 120 mg SC)."""
    by_route = form_by_route(order)
    if by_route is not None:
        return by_route
    amounts = set(amounts_mg(order))
    if order.drug.strength is not None and order.drug.strength.per == "unit":
        amounts.add(order.drug.strength.mg)
    if amounts == {call.number(_TABLE, "iv_mg")}:
        return Form.IV
    return Form.SC if amounts == {call.number(_TABLE, "sc_mg")} else Form.UNKNOWN


def order_of(case: Case) -> Treatment | None:
    """The first draft of anifrolumab, infusions before injections; None when there is none."""
    orders = case.picture.treatments.ordered(ANIFROLUMAB)
    infusions = [order for order in orders if form(case.call, order) is not Form.SC]
    return next(iter((*infusions, *orders)), None)
