"""One decision for every teratogenic drug: pregnancy, child-bearing potential, contraception.

The missing check is itself the danger here, so an undocumented contraception speaks as a warning
instead of "cannot tell".
"""

from cards.definitions.childbearing import (
    Pregnancy,
    age_text,
    can_bear_children,
    effective_contraception,
    is_male,
    pregnancy,
)
from cards.definitions.conception_delay import MEN, delay
from cds_service.model_api import (
    Call,
    CannotTell,
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
    Treatment,
    Verdict,
    WithdrawDraft,
)


def judge_teratogen(
    case: Case, drug: str, *others: str, tests: tuple[str, ...] = ("pregnancy-test",)
) -> Verdict:
    """The verdict on an order of a teratogenic drug (concepts of the data contract).

    The wording may use the slots `drug`, `seen`, `delay` and `delay_men`, as far as the tables of
    conception delay know the (first) drug.
    """
    orders = [order for name in (drug, *others) for order in _orders(case, name)]
    if not orders:
        return Quiet("no-such-order")
    found = case.once(pregnancy)
    possible = case.once(can_bear_children)
    facts: dict[str, Fact] = {
        "age_years": age_text(case.call),
        "pregnant": found.pregnant,
        "childbearing_potential": possible,
    }
    slots: dict[str, Slot] = {"drug": ChartText(orders[0].label), **_delays(case.call, drug)}
    concern = Concern(orders[0].reference, "pregnancy")
    if is_male(case.call):
        if "man" not in case.table.wording:
            return Quiet("male", facts)
        return Fires("man", slots=slots, facts=facts, concern=concern)
    if found.pregnant:
        return Fires(
            "pregnant" if found.when else "pregnant-undated",
            slots={**slots, "seen": found.when or case.today},
            facts={**facts, "pregnant_source": found.source},
            concern=concern,
            proposals=(Proposal("withdraw", tuple(WithdrawDraft(order) for order in orders)),),
        )
    if possible is False:
        return Quiet("not-of-childbearing-potential", facts)
    contraception = case.once(effective_contraception)
    facts["effective_contraception"] = contraception
    if contraception:
        if found.pregnant is None and found.gaps:
            return CannotTell(found.gaps, facts, concern)
        return Quiet("contraception-documented", facts)
    return Fires(
        "contraception-absent" if contraception is False else "contraception-undocumented",
        slots=slots,
        facts=facts,
        concern=concern,
        proposals=(Proposal("test", tuple(RequestService(test) for test in tests)),),
        missing=_missing(case.call, found, contraception),
    )


def _orders(case: Case, drug: str) -> list[Treatment]:
    return [order for order in case.picture.treatments.ordered(drug) if order.systemic]


def _delays(call: Call, drug: str) -> dict[str, Slot]:
    waits = {"delay": delay(call, drug), "delay_men": delay(call, drug, MEN)}
    return {slot: wait for slot, wait in waits.items() if wait is not None}


def _missing(call: Call, found: Pregnancy, contraception: bool | None) -> tuple[Gap, ...]:
    person, results = call.picture.person, call.picture.results
    gaps: list[Gap] = []
    if contraception is None:
        gaps.append(Gap("contraception", results.gap.why if results.gap else "absent"))
    if person.sex is None:
        gaps.append(Gap("sex", "absent"))
    if person.youngest is None:
        gaps.append(Gap("birth-date", "absent"))
    return (*gaps, *found.gaps)
