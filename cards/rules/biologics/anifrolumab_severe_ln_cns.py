"""Anifrolumab in severe active nephritis or severe active neuropsychiatric lupus.

Source: HAS opinion of 7 December 2022, order of 20 September 2023, SmPC. An evidence and funding
gap, not an immediate danger: never critical. An old or mild nephritis does not block.
Not covered: the definition of "severe", which the texts do not give; the prescriber states it.
"""

from cards.definitions.activity import severe_cns, stated
from cards.definitions.anifrolumab import not_for_access_rules, order_of
from cards.definitions.nephritis import nephritis, possibly_severe
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
    Term,
    Verdict,
    WithdrawDraft,
)


def decide(case: Case) -> Verdict:
    """Warns on a stated severe form, informs on an active one, asks when unknown."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    outside = not_for_access_rules(case, order)
    if outside:
        return outside
    case.number("in_force", order.authored or case.today)
    state = case.once(nephritis)
    brain = severe_cns(case.call)
    facts: dict[str, Fact] = {
        "nephritis_active": state.active,
        "nephritis_severe": state.severe,
        "cns_severe": brain,
    }
    concern = Concern(order.reference, "anifrolumab-severe")
    severe = [("nephritis", state.severe is True), ("cns", brain is True)]
    named = tuple(Term(f"severe.{name}") for name, is_so in severe if is_so)
    if named:
        return Fires(
            "severe",
            slots={"organs": named},
            facts=facts,
            concern=concern,
            proposals=(
                Proposal("meeting", (RequestService("multidisciplinary-meeting"),), True),
                Proposal("withdraw", (WithdrawDraft(order),), True),
            ),
        )
    gaps = list(state.gaps) if state.active is None else []
    if brain is None and stated(case.call, "obs.cns-severe-active") is None:
        listed = case.picture.problems.why_unknown("cond.npsle")
        gaps += listed or [Gap("cns-severe-active", "to-be-stated")]
    if case.once(possibly_severe):
        gaps.append(Gap("ln-severe-active", "to-be-stated"))
    if gaps:
        return CannotTell(tuple(dict.fromkeys(gaps)), facts, concern)
    if state.active:
        return Fires("active-not-severe", facts=facts, concern=concern)
    return Quiet("not-severe", facts)
