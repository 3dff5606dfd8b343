"""One decision for every teratogenic drug: pregnancy, child-bearing potential, contraception.

The missing check is itself the danger here, so an undocumented contraception speaks as a warning
instead of "cannot tell".
"""

from cards.definitions.childbearing import (
    age_text,
    can_bear_children,
    effective_contraception,
    is_male,
    pregnancy,
)
from cds_service.model_api import (
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RequestService,
    Slot,
    Verdict,
    WithdrawDraft,
)


def judge_teratogen(case: Case, drug: str) -> Verdict:
    """The verdict on an order of a teratogenic drug (a concept of the data contract)."""
    orders = [order for order in case.picture.treatments.ordered(drug) if order.systemic]
    if not orders:
        return Quiet("no-such-order")
    order = orders[0]
    found = case.once(pregnancy)
    possible = case.once(can_bear_children)
    facts: dict[str, Fact] = {
        "age_years": age_text(case.call),
        "pregnant": found.pregnant,
        "childbearing_potential": possible,
    }
    slots: dict[str, Slot] = {"drug": ChartText(order.label)}
    withdraw = Proposal("withdraw", (WithdrawDraft(order),))
    concern = Concern(order.reference, "pregnancy")
    if found.pregnant and not is_male(case.call):
        wording = "pregnant" if found.when else "pregnant-undated"
        return Fires(
            wording,
            slots={**slots, "seen": found.when or case.today},
            facts={**facts, "pregnant_source": found.source},
            concern=concern,
            proposals=(withdraw,),
        )
    if is_male(case.call):
        if "man" not in case.table.wording:
            return Quiet("male", facts)
        return Fires("man", slots=slots, facts=facts, concern=concern)
    if possible is False:
        return Quiet("not-of-childbearing-potential", facts)
    contraception = case.once(effective_contraception)
    facts["effective_contraception"] = contraception
    if contraception:
        return Quiet("contraception-documented", facts)
    return Fires(
        "contraception-absent" if contraception is False else "contraception-undocumented",
        slots=slots,
        facts=facts,
        concern=concern,
        proposals=(Proposal("test", (RequestService("pregnancy-test"),)),),
        missing=() if contraception is False else (Gap("contraception", "absent"),),
    )
