"""The same order and action as dose-high, by weight: critical when far too much."""

from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Concern,
    Fires,
    Quantity,
    Quiet,
    Unknown,
    Verdict,
)  # fmt: skip


def decide(case: Case) -> Verdict:
    """Warn about mg/kg; cannot tell without a weight."""
    for order in case.picture.treatments.ordered("med.prednisone"):
        concern = Concern(order.reference, "lower")
        weight, daily = case.picture.weight, order.daily(case.today)
        if isinstance(weight, Unknown):
            return CannotTell(weight.gaps, concern=concern)
        if isinstance(daily, Amount) and daily.low / weight.value > case.number("per_kg"):
            per_kg = daily.low / weight.value
            return Fires("far", slots={"dose": Quantity(per_kg, "mg/kg/d")},
                         facts={"per_kg": per_kg, "weight": weight}, concern=concern)  # fmt: skip
        return Quiet("low-enough")
    return Quiet("no-such-order")
