"""Anifrolumab in severe active nephritis or severe active neuropsychiatric lupus.

Source: HAS opinion of 7 December 2022, order of 20 September 2023, SmPC. An evidence and funding
gap, not an immediate danger: never critical. An old or mild nephritis does not block.
Not covered: the definition of "severe", which the texts do not give; the prescriber states it.
"""

from cards.definitions.access import element, regulation_day, still_checked
from cards.definitions.activity import severe_cns
from cards.definitions.anifrolumab import ANIFROLUMAB, order_of
from cards.definitions.anifrolumab_severity import severity
from cards.definitions.biologic_order import not_for_access_rules
from cards.definitions.nephritis import nephritis
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
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
    outside = not_for_access_rules(case, order, ANIFROLUMAB)
    if outside:
        return outside
    day = regulation_day(case, order)
    label = element(case.call, "anifrolumab-iv", "authorisation", day)
    if not label.yes:
        return Quiet("before-authorisation")
    agreed = element(case.call, "anifrolumab-iv", "hospital_agreement", day)
    benefit = element(case.call, "anifrolumab-iv", "smr_severe", day)
    state, found = case.once(nephritis), case.once(severity)
    facts: dict[str, Fact] = {
        "nephritis_active": state.active,
        "nephritis_severe": state.severe,
        "cns_severe": severe_cns(case.call),
        "smr": benefit.value,
    }
    concern = Concern(order.reference, "anifrolumab-severe")
    if found.organs:
        verdict = Fires(
            "severe" if agreed.yes else "severe-before-agreement",
            slots={"organs": tuple(Term(organ) for organ in found.organs)},
            facts=facts,
            concern=concern,
            proposals=(
                Proposal("meeting", (RequestService("multidisciplinary-meeting"),), True),
                Proposal("withdraw", (WithdrawDraft(order),), True),
            ),
        )
        return still_checked(case, verdict, agreed, benefit)
    if found.gaps:
        return CannotTell(found.gaps, facts, concern)
    if not state.active:
        return Quiet("not-severe", facts)
    wording = "active-not-severe" if agreed.yes else "active-before-agreement"
    return still_checked(case, Fires(wording, facts=facts, concern=concern), agreed)
