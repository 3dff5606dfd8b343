"""A new immunosuppressant or biologic being ordered for lupus: an escalation, not a renewal."""

from datetime import date

from cds_service.model_api import Call, Treatment

_KINDS = ("med.immunosuppressant", "med.biologic")
_LUPUS = {"cond.sle", "cond.ln", "cond.cle"}
_TAKEN = {"active", "completed", "stopped", "on-hold"}


def ordered_for_lupus(call: Call) -> list[Treatment]:
    """The drafts of such a drug; one with another indication is left out."""
    orders = [order for kind in _KINDS for order in call.picture.treatments.ordered(kind)]
    return [
        order
        for order in orders
        if order.systemic and not (order.reasons and order.reasons.isdisjoint(_LUPUS))
    ]


def renews(call: Call, order: Treatment, since: date) -> bool:
    """Whether the same drug is running, or was last taken on a day or later."""
    return any(
        not before.ingredients.isdisjoint(order.ingredients)
        and before.status in _TAKEN
        and (_last_taken(before) or call.today) >= since
        for before in call.picture.treatments.now
    )


def _last_taken(before: Treatment) -> date | None:
    last = before.last_planned_day
    return last if last is not None or before.running else before.start
