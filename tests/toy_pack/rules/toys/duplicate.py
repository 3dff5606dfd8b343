"""Two prednisone drafts: take one back."""

from cds_service.model_api import (
    Case,
    ChartText,
    Concern,
    Fires,
    Proposal,
    Quiet,
    Verdict,
    WithdrawDraft,
)  # fmt: skip


def decide(case: Case) -> Verdict:
    """Fire on the second draft of the same drug."""
    orders = case.picture.treatments.ordered("med.prednisone")
    if len(orders) < 2:
        return Quiet("no-such-order")
    second = orders[1]
    return Fires(
        "twice",
        slots={"drugs": tuple(ChartText(order.label) for order in orders), "count": len(orders)},
        concern=Concern(second.reference, "withdraw"),
        proposals=(Proposal("withdraw", (WithdrawDraft(second),)),),
    )
