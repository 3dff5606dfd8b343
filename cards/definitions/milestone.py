"""The milestones of nephritis treatment: which one is judged today, and the proteinuria between.

Source: EULAR 2025 (nephritis) recommendations 2-4. The windows leave no gap: days 75-149, 150-329
and 330-730 after the start of treatment.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.measures import UPCR
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_treatment import treatment_start
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Concern,
    Gap,
    Known,
    Quiet,
    Unknown,
    Verdict,
)

CONCERN = Concern("", "nephritis-milestone")


@dataclass(frozen=True, slots=True)
class Window:
    """The milestone window that holds today: day zero, its first day, days elapsed."""

    start: date
    opened: date
    days: int


def window(case: Case) -> Window | Verdict:
    """The window of the case's milestone, or why it is not judged."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    problems = case.picture.problems
    if problems.active("cond.dialysis", "cond.eskd", "cond.transplant.kidney"):
        return Quiet("kidney-replaced")
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=CONCERN)
    if not state.ever:
        return Quiet("no-nephritis")
    start = case.once(treatment_start)
    if start is None:
        if state.active is False:
            return Quiet("no-nephritis")
        gaps = case.picture.treatments.gaps or (Gap("nephritis-treatment-start", "absent"),)
        return CannotTell(gaps, concern=CONCERN)
    days = (case.today - start).days
    if not case.number("first_day") <= days <= case.number("last_day"):
        return Quiet("other-window", {"days_since_start": days})
    opened = start + timedelta(days=round(case.number("first_day")))
    return Window(start, opened, days)


def baseline_upcr(case: Case, start: date) -> Known[Amount] | Unknown:
    """The proteinuria nearest to day zero, in mg/g."""
    within = round(case.call.number("nephritis-treatment", "baseline_days"))
    return case.picture.results.nearest(UPCR, start, within)


def current_upcr(case: Case, found: Window) -> Known[Amount] | Unknown:
    """The newest proteinuria inside the window, in mg/g."""
    return case.picture.results.latest(UPCR, since=found.opened)


def fall_percent(before: Amount, after: Amount) -> Amount:
    """By how many percent proteinuria fell, as bounds; negative when it rose."""
    return Amount(
        (1 - after.high / before.low) * 100 if before.low else float("-inf"),
        (1 - after.low / before.high) * 100 if before.high else 100.0,
    )
