"""Hydroxychloroquine ordered without a recent body weight.

Source: the dose limit is per kilogram of real weight (AAO/ACR 2021, EULAR 2023).
Not covered: estimated or stated weights.
"""

from cards.definitions.hydroxychloroquine import HCQ, weight, weight_window_days
from cards.definitions.requested import requested
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Verdict,
)

_FACT = {"absent", "too-old"}


def decide(case: Case) -> Verdict:
    """Fires when the query was answered and no weight holds; else cannot tell."""
    orders = case.picture.treatments.ordered(HCQ)
    if not orders:
        return Quiet("no-such-order")
    found = case.once(weight)
    if isinstance(found, Known):
        return Quiet("weighed", {"weight_kg": found})
    concern = Concern(orders[0].reference, "weigh")
    if not all(gap.why in _FACT for gap in found.gaps):
        return CannotTell(found.gaps, concern=concern)
    if requested(case.call, ("obs.weight",), ("mesure du poids", "body weight")):
        return Quiet("requested")
    return Fires(
        "no-weight",
        slots={"window": Quantity(round(weight_window_days(case.call) / 30.5), "mo")},
        concern=concern,
        proposals=(Proposal("weigh", (RequestService("body-weight"),)),),
        missing=found.gaps,
    )
