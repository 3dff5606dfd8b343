"""One decision for drugs to be avoided in pregnancy that do not require contraception."""

from cards.definitions.childbearing import (
    age_text,
    can_bear_children,
    is_male,
    pregnancy,
    pregnancy_wish,
)
from cards.definitions.interaction import new_orders
from cards.definitions.naming import named
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Proposal,
    Quiet,
    Slot,
    Verdict,
    WithdrawDraft,
)


def judge_fetotoxic(case: Case, drug: str) -> Verdict:
    """The verdict on an order: pregnant, a recorded wish for a child, or not concerned."""
    orders = new_orders(case.call, drug)
    if not orders:
        return Quiet("no-such-order")
    if is_male(case.call):
        return Quiet("male")
    found = case.once(pregnancy)
    facts: dict[str, Fact] = {"age_years": age_text(case.call), "pregnant": found.pregnant}
    slots: dict[str, Slot] = {
        "drug": named(orders[0].label, f"named.{drug}"),
        "seen": found.when or case.today,
    }
    concern = Concern(orders[0].reference, "pregnancy")
    if found.pregnant:
        return Fires(
            "pregnant" if found.when else "pregnant-undated",
            slots=slots,
            facts={**facts, "pregnant_source": found.source},
            concern=concern,
            proposals=(Proposal("withdraw", tuple(WithdrawDraft(order) for order in orders)),),
        )
    if case.once(can_bear_children) is False:
        return Quiet("not-of-childbearing-potential", facts)
    if pregnancy_wish(case.call) is not None:
        return Fires("wish", slots=slots, facts=facts, concern=concern)
    if found.pregnant is None and found.gaps:
        return CannotTell(found.gaps, facts, concern)
    return Quiet("not-pregnant", facts)
