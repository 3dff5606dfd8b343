"""Ask for a weight when the record was searched and has none."""

from cds_service.model_api import (
    CannotTell,
    Case,
    Fires,
    Known,
    Proposal,
    Quiet,
    RequestService,
    Verdict,
)  # fmt: skip


def decide(case: Case) -> Verdict:
    """Fire when a weight is certainly absent."""
    never = case.picture.results.never("obs.weight")
    weight = case.picture.weight
    if isinstance(weight, Known):
        return Quiet("weighed")
    if never is not True:
        return CannotTell(weight.gaps)
    return Fires("ask", proposals=(Proposal("weigh", (RequestService("body-weight"),)),))
