"""Hydroxychloroquine or chloroquine together with a drug that prolongs the QT interval.

Source: French label of hydroxychloroquine (a 2020 copy, to be checked again). Every age and
indication. Only the new draft may be withdrawn, and never an antimalarial.
Not covered: measured QTc, potassium, an antimalarial stopped recently.
"""

from cards.definitions.hcq_exposure import ANTIMALARIAL
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Proposal,
    Quiet,
    RequestService,
    Treatment,
    Verdict,
    WithdrawDraft,
)

_RISKS = (
    ("contraindicated", "med.qt.contraindicated-with-hcq"),
    ("known-risk", "med.qt.known-risk"),
)


def decide(case: Case) -> Verdict:
    """Critical for the drugs the label names, warning for the others known to prolong QT."""
    treatments = case.picture.treatments
    antimalarials = _ordered(case, ANTIMALARIAL)
    risky = {name: _ordered(case, concept) for name, concept in _RISKS}
    if not antimalarials and not any(risky.values()):
        return Quiet("no-such-order")
    present = treatments.running(ANTIMALARIAL)
    for name, concept in _RISKS:
        if risky[name] and present:
            return _fires(name, risky[name][0], present[0], withdrawable=True)
        taken = treatments.running(concept)
        if antimalarials and taken:
            return _fires(f"starting-{name}", antimalarials[0], taken[0], withdrawable=False)
    if treatments.gaps:
        first = (*antimalarials, *risky["contraindicated"], *risky["known-risk"])[0]
        return CannotTell(treatments.gaps, concern=Concern(first.reference, "qt"))
    return Quiet("no-combination")


def _ordered(case: Case, concept: str) -> list[Treatment]:
    return [order for order in case.picture.treatments.ordered(concept) if order.systemic]


def _fires(wording: str, new: Treatment, running: Treatment, *, withdrawable: bool) -> Fires:
    proposal = (
        Proposal("withdraw", (WithdrawDraft(new),))
        if withdrawable
        else Proposal("ecg", (RequestService("ecg"),))
    )
    return Fires(
        wording,
        slots={"new": ChartText(new.label), "running": ChartText(running.label)},
        facts={"new": new.label, "running": running.label},
        concern=Concern(new.reference, "qt"),
        proposals=(proposal,),
    )
