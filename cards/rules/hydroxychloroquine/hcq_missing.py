"""Systemic lupus without hydroxychloroquine or chloroquine.

Source: EULAR 2023 recommendation 1, ACR 2024 and 2025, KDIGO 2024: for all unless contraindicated.
Not covered: G6PD deficiency (a clinician's judgement), adherence.
"""

from cards.definitions.gates import adult_with_sle, unrelated_order
from cards.definitions.hydroxychloroquine import practical_regimen, ruled_out, weight
from cards.definitions.nephritis import nephritis
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    DraftOrder,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Verdict,
)

_ANTIMALARIAL = "med.antimalarial"


def decide(case: Case) -> Verdict:
    """Info, warning when a nephritis is active; asks for the reason when it was stopped without."""
    outside = adult_with_sle(case) or unrelated_order(case)
    if outside:
        return outside
    picture = case.picture
    taken = picture.treatments.takes(_ANTIMALARIAL)
    if taken:
        return Quiet("taken")
    closed = ruled_out(case.call)
    if closed:
        return Quiet(closed)
    past = picture.treatments.of(_ANTIMALARIAL)
    concern = Concern("", "hydroxychloroquine")
    if taken is None:
        return CannotTell(picture.treatments.gaps, concern=concern)
    active_nephritis = bool(case.once(nephritis).active)
    if past:
        wording = "stopped-unexplained-nephritis" if active_nephritis else "stopped-unexplained"
    else:
        wording = "never-nephritis" if active_nephritis else "never"
    return Fires(
        wording,
        slots={"limit": Quantity(case.number("limit_mg_per_kg"), "mg/kg/d")},
        facts={
            "nephritis_active": active_nephritis,
            "stopped_on": max((t.end for t in past if t.end), default=None),
        },
        concern=concern,
        proposals=() if past else (_start(case),),
    )


def _start(case: Case) -> Proposal:
    kilograms = case.once(weight)
    doses = (
        practical_regimen(kilograms.value, case.number("limit_mg_per_kg"))
        if isinstance(kilograms, Known)
        else ()
    )
    checks = (RequestService("eye-exam"), RequestService("ecg"))
    if not doses:
        return Proposal("checks", checks)
    return Proposal("start", (DraftOrder("med.hydroxychloroquine", doses), *checks))
