"""Methotrexate and kidney function.

Source: label: half the dose between 30 and 59 mL/min, not to be given below 30. The label means
creatinine clearance; eGFR stands in for it. Every age and indication.
Not covered: Cockcroft clearance, a dose that is already reduced.
"""

from datetime import timedelta

from cards.definitions.dialysis import on_dialysis
from cards.definitions.kidney_function import latest_bounds
from cards.definitions.measures import CREATININE, EGFR
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Unknown,
    Verdict,
    WithdrawDraft,
)

_FAILING = ("cond.ckd.stage4", "cond.ckd.stage5")
_UNIT = "mL/min/1.73m2"


def decide(case: Case) -> Verdict:
    """Critical below 30, warning below 60; cannot tell without a rate that still holds."""
    orders = case.picture.treatments.ordered("med.methotrexate")
    orders = tuple(order for order in orders if order.systemic)
    if not orders:
        return Quiet("no-such-order")
    concern = Concern(orders[0].reference, "kidney-dose")
    limit, upper = case.number("avoid_below"), case.number("halve_below")
    slots: dict[str, Slot] = {
        "drug": ChartText(orders[0].label),
        "limit": Quantity(limit, "mL/min"),
        "upper": Quantity(upper, "mL/min"),
    }
    withdraw = (Proposal("withdraw", tuple(WithdrawDraft(order) for order in orders)),)
    since = case.today - timedelta(days=round(case.number("rate_days")))
    found = latest_bounds(case.call, since)
    problems = case.picture.problems
    replaced = on_dialysis(case.call) or problems.active("cond.eskd")
    if replaced or (isinstance(found, Unknown) and problems.active(*_FAILING)):
        return Fires("kidney-failure", slots=slots, concern=concern, proposals=withdraw)
    if isinstance(found, Unknown):
        return CannotTell(found.gaps, concern=concern)
    facts: dict[str, Fact] = {"egfr": _told(found)}
    slots |= {
        "egfr": Quantity(found.value, _UNIT, digits=1),
        "seen": found.when or case.today,
    }
    if found.value.below(limit):
        return Fires("avoid", slots=slots, facts=facts, concern=concern, proposals=withdraw)
    if gaps := _doubts(case, found):
        return CannotTell(gaps, facts, concern)
    if found.value.below(upper):
        return Fires("halve", slots=slots, facts=facts, concern=concern)
    if found.value.below(upper) is None or found.value.below(limit) is None:
        return CannotTell((Gap("egfr", "only-bounds"),), facts, concern)
    return Quiet("within-limits", facts)


def _told(found: Known[Amount]) -> Known[float]:
    return Known(found.value.low, _UNIT, found.when, found.source)


def _doubts(case: Case, found: Known[Amount]) -> tuple[Gap, ...]:
    """Newer results that cannot be read, and acute kidney injury, which no rate describes."""
    results = case.picture.results
    newer = tuple(
        gap
        for measure in (CREATININE, EGFR)
        for when, gap in results.unusable(measure)
        if when is not None and found.when is not None and when > found.when
    )
    acute = case.picture.problems.active("cond.aki")
    return newer + ((Gap("egfr", "acute-kidney-injury"),) if acute else ())
