"""Methotrexate planned more than once a week.

Source: label: once a week only, the day named; ANSM reminders on daily intake by mistake. Every
age and indication, injectable oncology forms too.
Not covered: dosage in free text only, oncology cycles of several days.
"""

from cards.definitions.weekly_intake import rhythm
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Verdict,
    WithdrawDraft,
)

_METHOTREXATE = "med.methotrexate"
_ROUNDING = 0.01


def decide(case: Case) -> Verdict:
    """Critical above one intake a week, counted over all methotrexate once the call is signed."""
    treatments = case.picture.treatments
    orders = [order for order in treatments.ordered(_METHOTREXATE) if order.systemic]
    if not orders:
        return Quiet("no-such-order")
    found = rhythm(case.call, treatments.running(_METHOTREXATE))
    concern = Concern(orders[0].reference, "frequency")
    facts: dict[str, Fact] = {"intakes_per_week": round(found.per_week, 2)}
    if found.per_week <= case.number("intakes_per_week") + _ROUNDING:
        return CannotTell(found.gaps, facts, concern) if found.gaps else Quiet("weekly", facts)
    slots: dict[str, Slot] = {
        "drug": ChartText(orders[0].label),
        "per_week": Quantity(found.per_week, digits=1),
        "days": found.days,
    }
    return Fires(
        "several-days" if found.days >= found.per_week else "more-than-weekly",
        slots=slots,
        facts=facts,
        concern=concern,
        proposals=(Proposal("withdraw", tuple(WithdrawDraft(order) for order in orders)),),
    )
