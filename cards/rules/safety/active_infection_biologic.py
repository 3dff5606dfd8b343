"""A biologic ordered while an infection seems to be under way.

Source: anifrolumab label: not to be started during a significant active infection; belimumab label;
Lille-Boulogne series. Every age and indication.
Not covered: CRP, severity, chronic viral infections, prophylaxis.
"""

from cards.definitions.infection_signs import infection_signs
from cards.definitions.interaction import new_orders
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Proposal,
    Quiet,
    Verdict,
    WithdrawDraft,
)


def decide(case: Case) -> Verdict:
    """Warning that names the signs; cannot tell when what could show one did not come."""
    orders = new_orders(case.call, "med.biologic")
    if not orders:
        return Quiet("no-such-order")
    concern = Concern(orders[0].reference, "infection")
    signs = case.once(infection_signs)
    if not signs.found:
        return CannotTell(signs.gaps, concern=concern) if signs.gaps else Quiet("no-sign")
    return Fires(
        "signs",
        slots={"drug": ChartText(orders[0].label), "signs": signs.found},
        facts={"signs": len(signs.found)},
        concern=concern,
        proposals=(Proposal("withdraw", tuple(WithdrawDraft(order) for order in orders)),),
        missing=signs.gaps,
    )
