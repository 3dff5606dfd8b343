"""Methotrexate and kidney function.

Source: label: half the dose between 30 and 59 mL/min, not to be given below 30. The label means
creatinine clearance: reported, else by Cockcroft and Gault; eGFR stands in for it, and counts when
it is the lower one. Every age and indication.
Not covered: a dose that is already reduced.
"""

from datetime import date, timedelta

from cards.definitions.cockcroft_gault import cockcroft_gault
from cards.definitions.dialysis import on_dialysis
from cards.definitions.interaction import new_orders
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
    Measure,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Unknown,
    Verdict,
    WithdrawDraft,
)

_FAILING = ("cond.ckd.stage4", "cond.ckd.stage5")
_CLEARANCE = Measure("clearance", ("obs.creatinine-clearance",), "clearance", "mL/min")


def decide(case: Case) -> Verdict:
    """Critical below 30, warning below 60; cannot tell without a rate that still holds."""
    orders = new_orders(case.call, "med.methotrexate")
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
    found = _rate(case)
    problems = case.picture.problems
    replaced = on_dialysis(case.call) or problems.active("cond.eskd")
    if replaced or (isinstance(found, Unknown) and problems.active(*_FAILING)):
        return Fires("kidney-failure", slots=slots, concern=concern, proposals=withdraw)
    if isinstance(found, Unknown):
        return CannotTell(found.gaps, concern=concern)
    told = Known(found.value.low, found.unit, found.when, found.source)
    facts: dict[str, Fact] = {"clearance" if found.unit == "mL/min" else "egfr": told}
    slots["seen"] = found.when or case.today
    slots["rate"] = Quantity(found.value, found.unit, digits=1)
    if found.value.below(limit):
        return Fires("avoid", slots=slots, facts=facts, concern=concern, proposals=withdraw)
    if gaps := _doubts(case, found.when or date.min):
        return CannotTell(gaps, facts, concern)
    if found.value.below(upper):
        return Fires("halve", slots=slots, facts=facts, concern=concern)
    if found.value.below(upper) is None or found.value.below(limit) is None:
        return CannotTell((Gap("egfr", "only-bounds"),), facts, concern)
    return Quiet("within-limits", facts)


def _rate(case: Case) -> Known[Amount] | Unknown:
    """The newest of clearance and estimate that still holds; the clearance on the same day."""
    since = case.today - timedelta(days=round(case.number("rate_days")))
    clearance = case.picture.results.latest(_CLEARANCE, since=since)
    estimated = _estimated(case, since)
    if isinstance(clearance, Unknown) or isinstance(estimated, Unknown):
        return clearance if isinstance(clearance, Known) else estimated
    newer = (estimated.when or date.min) > (clearance.when or date.min)
    return estimated if newer else clearance


def _estimated(case: Case, since: date) -> Known[Amount] | Unknown:
    """The lower of Cockcroft-Gault and eGFR, unless the eGFR is the newer one."""
    rate = latest_bounds(case.call, since)
    computed = cockcroft_gault(case.call, since)
    if computed is None:
        return rate
    if isinstance(rate, Unknown):
        return computed
    older = (computed.when or date.min) < (rate.when or date.min)
    return rate if older or rate.value.high <= computed.value.high else computed


def _doubts(case: Case, when: date) -> tuple[Gap, ...]:
    """Newer results that cannot be read, and acute kidney injury, which no rate describes."""
    results = case.picture.results
    newer = tuple(
        gap
        for measure in (CREATININE, EGFR, _CLEARANCE)
        for day, gap in results.unusable(measure)
        if day is not None and day > when
    )
    acute = case.picture.problems.active("cond.aki")
    return newer + ((Gap("egfr", "acute-kidney-injury"),) if acute else ())
