"""A prednisone order above a limit, with its correction."""

from cds_service.model_api import (
    CannotTell,
    Case,
    ChangeDraft,
    ChartText,
    Concern,
    Fires,
    Known,
    PlannedDose,
    Proposal,
    Quantity,
    Quiet,
    Unknown,
    Verdict,
)  # fmt: skip


def decide(case: Case) -> Verdict:
    """Warn about the first prednisone draft above the limit."""
    for order in case.picture.treatments.ordered("med.prednisone"):
        concern = Concern(order.reference, "lower")
        daily = order.daily(case.today)
        if isinstance(daily, Unknown):
            return CannotTell(daily.gaps, concern=concern)
        if daily.above(case.number("limit")):
            steps = (PlannedDose(10, days=14), PlannedDose(5, days=14), PlannedDose(2.5))
            return Fires(
                "high",
                slots={
                    "drug": ChartText(order.label),
                    "dose": Quantity(daily, "mg/d"),
                    "limit": Quantity(case.number("limit"), "mg/d"),
                },
                facts={"dose": Known(daily, "mg/d", case.today, order.reference)},
                concern=concern,
                proposals=(Proposal("lower", (ChangeDraft(order, steps),)),),
            )
        return Quiet("low-enough", facts={"dose": Known(daily, "mg/d", None, order.reference)})
    return Quiet("no-such-order")
