"""Dispensed supplies that do not cover a long-term oral treatment.

Source: ACR 2024 asks for adherence first; 80 % over six months is general knowledge, to be
validated locally. Speaks only where dispensing is on record at all.
Not covered: hospital supplies, stocks, actual intake.
"""

from datetime import date, timedelta

from cards.definitions.gates import adult_with_sle
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Gap,
    Quantity,
    Quiet,
    Record,
    Verdict,
    courses,
)

_LONG_TERM = (
    "med.hydroxychloroquine",
    "med.mycophenolate",
    "med.azathioprine",
    "med.methotrexate",
    "med.calcineurin-inhibitor",
)
_CONCERN = Concern("", "dispensing")
_NO_SUCH_CHANNEL = "not-sent"


def decide(case: Case) -> Verdict:
    """Info on the first long-term drug whose supplies cover too little of six months."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    dispenses = case.picture.dispenses
    since = case.today - timedelta(days=case.number("window_days"))
    judged = [drug for drug in _LONG_TERM if _taken_throughout(case, drug, since)]
    supplied = [(drug, dispenses.of(drug)) for drug in judged if dispenses.of(drug)]
    if judged and dispenses.gap and dispenses.gap.why != _NO_SUCH_CHANNEL:
        return CannotTell((dispenses.gap,), concern=_CONCERN)
    if not supplied:
        return Quiet("no-dispensing")
    gaps: list[Gap] = []
    for _, records in supplied:
        days = _days_covered(records, since, case.today)
        if isinstance(days, Gap):
            gaps.append(days)
            continue
        covered = days / (case.today - since).days * 100
        if covered < case.number("covered_percent"):
            return Fires(
                "incomplete",
                slots={
                    "drug": ChartText(records[0].label),
                    "days": Quantity(days, "d", 0),
                    "covered": Quantity(covered, "%", 0),
                    "since": since,
                    "limit": Quantity(case.number("covered_percent"), "%"),
                },
                facts={"covered_percent": round(covered, 1), "covered_days": days},
                concern=_CONCERN,
            )
    return CannotTell(tuple(gaps), concern=_CONCERN) if gaps else Quiet("covered")


def _taken_throughout(case: Case, drug: str, since: date) -> bool:
    """Whether one exposure to the drug spans the whole period and still goes on."""
    treatments = case.picture.treatments
    gap_days = round(case.call.number("hydroxychloroquine", "pause_days"))
    return bool(treatments.takes(drug)) and any(
        course.start <= since and course.covers(case.today)
        for course in courses(treatments.of(drug), gap_days)
    )


def _days_covered(records: tuple[Record, ...], since: date, today: date) -> float | Gap:
    """Days of the period for which something was supplied; supplies add up, none is lost."""
    stock_ends = date.min
    covered = 0.0
    for record in sorted(records, key=lambda r: r.when or date.min):
        if record.when is None:
            return Gap("dispenses", "date-missing", record.label)
        if record.amount is None:
            if record.when >= since:
                return Gap("dispenses", "value-missing", record.label)
            continue
        begins = max(record.when, stock_ends)
        ends = begins + timedelta(days=record.amount)
        covered += max((min(ends, today) - max(begins, since)).days, 0)
        stock_ends = max(stock_ends, ends)
    return covered
