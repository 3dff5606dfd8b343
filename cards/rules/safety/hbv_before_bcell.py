"""Hepatitis B before an anti-CD20 (critical) or another biologic (warning).

Source: ANSM 2013: screen everyone before rituximab, hepatology advice when positive; EULAR 2022.
The missing check is itself the danger before an anti-CD20. Every age and indication.
Not covered: advice given elsewhere, antibodies passed on by immunoglobulins, age of a negative.
"""

from cards.definitions.hepatitis_b import HepatitisB, hepatitis_b
from cards.definitions.interaction import exposure, new_orders
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Proposal,
    Quiet,
    RequestService,
    Slot,
    Term,
    Treatment,
    Verdict,
)

_BIOLOGICS = ("med.biologic", "med.jak-inhibitor")
_ANTIVIRAL = ("med.hbv-antiviral",)


def decide(case: Case) -> Verdict:
    """Fires when the status is unknown, or positive without an antiviral."""
    anti_cd20 = new_orders(case.call, "med.anti-cd20")
    if anti_cd20:
        return _judge(case, anti_cd20[0], "")
    others = new_orders(case.call, *_BIOLOGICS)
    started = [order for order in others if not _already_taken(case, order)]
    if not started:
        return Quiet("already-treated" if others else "no-such-order")
    return _judge(case, started[0], "-biologic")


def _already_taken(case: Case, order: Treatment) -> bool:
    return any(
        t.running
        and t.start is not None
        and t.start < case.today
        and t.ingredients & order.ingredients
        for t in case.picture.treatments.now
    )


def _judge(case: Case, order: Treatment, kind: str) -> Verdict:
    found = hepatitis_b(case.call)
    concern = Concern(order.reference, "hepatitis-b")
    facts = {"hepatitis_b": found.met, "tested_on": found.when}
    if found.met is False:
        return Quiet("negative", facts)
    slots: dict[str, Slot] = {"drug": ChartText(order.label)}
    if found.met is None:
        if kind and case.picture.results.gap is not None:
            return CannotTell(found.gaps, facts, concern)
        ask = Proposal("serology", (RequestService("hbv-serology"),))
        return Fires(f"unknown{kind}", slots, facts, concern, (ask,), found.gaps)
    if exposure(case.call, _ANTIVIRAL).taken:
        return Quiet("antiviral", facts)
    if kind and order.is_a("med.belimumab"):
        return Quiet("label-rule", facts)
    return _positive(found, order, kind)


def _positive(found: HepatitisB, order: Treatment, kind: str) -> Fires:
    return Fires(
        f"positive{kind}",
        slots={"drug": ChartText(order.label), "proof": Term(found.proof)},
        facts={"hepatitis_b": True, "proof": found.proof, "tested_on": found.when},
        concern=Concern(order.reference, "hepatitis-b"),
        proposals=(Proposal("dna", (RequestService("hbv-dna"),)),),
    )
