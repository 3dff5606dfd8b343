"""Hydroxychloroquine or chloroquine together with a drug that prolongs the QT interval.

Source: French label of hydroxychloroquine (a 2020 copy, to be checked again). Every age and
indication. Only the new draft may be withdrawn, and never an antimalarial.
Not covered: measured QTc, potassium, an antimalarial stopped recently.
"""

from collections.abc import Sequence

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
            return _fires(name, risky[name], present, withdrawable=True)
        taken = treatments.running(concept)
        if antimalarials and taken:
            return _fires(f"starting-{name}", antimalarials, taken, withdrawable=False)
    if treatments.gaps:
        first = (*antimalarials, *risky["contraindicated"], *risky["known-risk"])[0]
        return CannotTell(treatments.gaps, concern=Concern(first.reference, "qt"))
    return Quiet("no-combination")


def _ordered(case: Case, concept: str) -> list[Treatment]:
    return [order for order in case.picture.treatments.ordered(concept) if order.systemic]


def _fires(
    wording: str, new: Sequence[Treatment], running: Sequence[Treatment], *, withdrawable: bool
) -> Fires:
    proposal = (
        Proposal("withdraw", tuple(WithdrawDraft(order) for order in new))
        if withdrawable
        else Proposal("ecg", (RequestService("ecg"),))
    )
    names, others = _names(new), _names(running)
    return Fires(
        wording,
        slots={"new": tuple(map(ChartText, names)), "running": tuple(map(ChartText, others))},
        facts={"new": ", ".join(names), "running": ", ".join(others)},
        concern=Concern(new[0].reference, "qt"),
        proposals=(proposal,),
    )


def _names(treatments: Sequence[Treatment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(treatment.label for treatment in treatments))
