"""An oestrogen ordered despite antiphospholipid antibodies, thrombosis or active lupus.

Source: WHO 2015: combined methods are category 4 with positive or unknown antibodies; EULAR 2019.
Every age; the unknown profile and the activity are told in systemic lupus only.
Not covered: smoking, migraine, titre, transdermal menopausal treatment.
"""

from cards.definitions.activity import high_activity
from cards.definitions.antiphospholipid import antiphospholipid, possible_syndrome
from cards.definitions.naming import named
from cards.definitions.nephritis import nephritis
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RequestService,
    Slot,
    Treatment,
    Verdict,
    WithdrawDraft,
)

_CONTRACEPTIVE, _OESTROGEN = "med.estrogen-contraceptive", "med.estrogen"


def decide(case: Case) -> Verdict:
    """Critical with persistent antibodies or thrombosis; warning when unconfirmed or unknown."""
    orders = [o for o in case.picture.treatments.ordered(_OESTROGEN) if _whole_body(o)]
    if not orders:
        return Quiet("no-such-order")
    profile = case.once(antiphospholipid)
    problems = case.picture.problems
    thrombosis = problems.of("cond.thrombosis")
    concern = Concern(orders[0].reference, "oestrogen")
    facts: dict[str, Fact] = {
        "persistent": profile.persistent or profile.listed,
        "last_positive": profile.last_positive,
        "thrombosis": bool(thrombosis),
    }
    slots: dict[str, Slot] = {"drug": named(orders[0].label, "named.estrogen")}
    withdraw = (Proposal("withdraw", tuple(WithdrawDraft(order) for order in orders)),)
    ask = (Proposal("profile", (RequestService("antiphospholipid-profile"),)),)
    if profile.persistent or profile.listed:
        return Fires("persistent", slots, facts, concern, withdraw)
    if thrombosis:
        slots["event"] = named(thrombosis[0].label, "named.thrombosis")
        return Fires("thrombosis", slots, facts, concern, withdraw)
    if profile.once_positive or possible_syndrome(case.call):
        return Fires("unconfirmed", slots, facts, concern, ask)
    lupus = problems.has("cond.sle")
    if lupus and (case.once(nephritis).active or high_activity(case.call)):
        return Fires("active", slots, facts, concern, withdraw, profile.gaps)
    if lupus and not profile.tested and not profile.gaps:
        return Fires("unknown", slots, facts, concern, ask)
    gaps = _untold(case, lupus=lupus, profile_gaps=() if profile.tested else profile.gaps)
    return CannotTell(gaps, facts, concern) if gaps else Quiet("no-risk", facts)


def _untold(case: Case, *, lupus: bool | None, profile_gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """What may hide a reason: an unread problem list, an unread profile in lupus."""
    unread = case.picture.problems.why_unknown("cond.aps", "cond.thrombosis")
    return tuple(dict.fromkeys(unread + (profile_gaps if lupus is not False else ())))


def _whole_body(order: Treatment) -> bool:
    """A vaginal ring is local by its route and systemic by its effect."""
    return order.is_a(_CONTRACEPTIVE) or order.systemic
