"""Azathioprine and TPMT or NUDT15: deficient with a full dose, or never tested before the first.

Source: label: about half the dose (at most 1.5 mg/kg/day) in partial deficiency, 0.3 mg/kg three
times a week in complete deficiency. Every age and indication.
Not covered: mercaptopurine, metabolites, an activity without the laboratory's limits.
"""

from cards.definitions.hydroxychloroquine import weight
from cards.definitions.interaction import new_orders
from cards.definitions.requested import requested
from cards.definitions.thiopurine import Grade, Thiopurine, thiopurine
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Slot,
    Treatment,
    Unknown,
    Verdict,
    WithdrawDraft,
)

_AZATHIOPRINE = "med.azathioprine"
_TESTS = ("obs.tpmt", "obs.tpmt.geno", "obs.nudt15")


def decide(case: Case) -> Verdict:
    """Warning when deficient and not reduced, info when unknown before the first dose."""
    orders = new_orders(case.call, _AZATHIOPRINE)
    if not orders:
        return Quiet("no-such-order")
    found = case.once(thiopurine)
    facts: dict[str, Fact] = {"grade": found.grade.value if found.grade else None}
    if found.grade is Grade.NORMAL:
        return Quiet("normal", facts)
    if found.grade is not None:
        return _deficient(case, orders[0], found)
    concern = Concern(orders[0].reference, "thiopurine")
    treatments = case.picture.treatments
    if any(treatment.is_a(_AZATHIOPRINE) for treatment in treatments.now):
        return Quiet("already-taken", facts)
    if found.gaps:
        return CannotTell(found.gaps, facts, concern)
    if requested(case.call, _TESTS, ("tpmt", "nudt15")):
        return Quiet("requested", facts)
    gap = case.picture.results.gap
    if gap or treatments.gaps:
        untold = (Gap("tpmt", gap.why),) if gap else ()
        return CannotTell(untold + treatments.gaps, facts, concern)
    ask = Proposal("test", (RequestService("tpmt-nudt15"),))
    return Fires("unknown", {"drug": ChartText(orders[0].label)}, facts, concern, (ask,))


def _deficient(case: Case, order: Treatment, found: Thiopurine) -> Verdict:
    assert found.grade is not None
    concern = Concern(order.reference, "thiopurine")
    facts: dict[str, Fact] = {"grade": found.grade.value, "gene": found.gene}
    daily = order.daily(max(case.today, order.start or case.today))
    kilograms = case.once(weight)
    if isinstance(daily, Unknown):
        return CannotTell(daily.gaps, facts, concern)
    slots: dict[str, Slot] = {
        "drug": ChartText(order.label),
        "gene": ChartText(found.gene),
        "mg": Quantity(daily, "mg/d"),
    }
    withdraw = (Proposal("withdraw", (WithdrawDraft(order),)),)
    if isinstance(kilograms, Unknown):
        whole = daily.below(case.number(f"{found.grade.value}_whole_mg")) is False
        if not whole:
            return CannotTell(kilograms.gaps, facts, concern)
        wording = f"{found.grade.value}-unweighed"
        return Fires(wording, slots, facts, concern, withdraw, missing=kilograms.gaps)
    per_kg = daily.times(1 / kilograms.value)
    facts["dose_mg_per_kg"] = round(per_kg.high, 2)
    limit = case.number(f"{found.grade.value}_mg_per_kg")
    above = per_kg.above(limit)
    if above is None:
        return CannotTell((order.dose_gap("range-around-limit"),), facts, concern)
    if not above:
        return Quiet("reduced", facts)
    return Fires(
        found.grade.value,
        slots={
            **slots,
            "dose": Quantity(per_kg, "mg/kg/d"),
            "limit": Quantity(limit, "mg/kg/d"),
        },
        facts=facts,
        concern=concern,
        proposals=withdraw,
    )
