"""The milestones of nephritis treatment: which one is judged today, and the proteinuria between.

Source: EULAR 2025 (nephritis) recommendations 2-4. The windows leave no gap: days 75-149, 150-329
and 330-730 after the start of treatment. A ratio that is already that of a complete response has
reached its milestone, however low it was at baseline.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import nephritis_scope
from cards.definitions.nephritis_treatment import no_start, treatment_start, undated
from cards.definitions.proteinuria import in_trace, latest_upcr, shown, upcr_near
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Concern,
    Fact,
    Gap,
    Known,
    Quantity,
    Quiet,
    Slot,
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

    @property
    def facts(self) -> dict[str, Fact]:
        """Day zero and days elapsed, for the trace."""
        return {"treatment_start": self.start, "days_since_start": self.days}


@dataclass(frozen=True, slots=True)
class Course:
    """Proteinuria at the start of treatment and now (mg/g), and by how many percent it fell."""

    before: Known[Amount]
    after: Known[Amount]
    fall: Amount

    @property
    def facts(self) -> dict[str, Fact]:
        """Both ratios and the fall (its lower bound), for the trace."""
        found: dict[str, Fact] = {
            "upcr_mg_per_g": in_trace(self.after),
            "baseline_upcr_mg_per_g": in_trace(self.before),
        }
        if isfinite(self.fall.low):
            found["fall_percent"] = round(self.fall.low, 1)
        return found


def window(case: Case) -> Window | Verdict:
    """The window of the case's milestone, or why it is not judged."""
    outside = nephritis_scope(case)
    if outside:
        return outside
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=CONCERN)
    if not state.ever or (state.active is False and not state.lasting):
        return Quiet("no-nephritis")
    start = case.once(treatment_start)
    if start is None:
        if state.active is False and not case.once(undated):
            return Quiet("no-nephritis")
        return CannotTell(no_start(case.call), concern=CONCERN)
    days = (case.today - start).days
    if not case.number("first_day") <= days <= case.number("last_day"):
        return Quiet("other-window", {"treatment_start": start, "days_since_start": days})
    return Window(start, start + timedelta(days=round(case.number("first_day"))), days)


def baseline_upcr(case: Case, start: date) -> Known[Amount] | Unknown:
    """The proteinuria nearest to day zero (the value then, not the peak), in mg/g."""
    within = round(case.call.number("nephritis-treatment", "baseline_days"))
    return upcr_near(case.call, start, within)


def current_upcr(case: Case, found: Window) -> Known[Amount] | Unknown:
    """The newest proteinuria inside the window, in mg/g."""
    return latest_upcr(case.call, found.opened)


def proteinuria_course(case: Case, found: Window, since: date | None = None) -> Course | Unknown:
    """From the baseline to the newest value since the window opened (or since a day)."""
    before = baseline_upcr(case, found.start)
    after = latest_upcr(case.call, since or found.opened)
    if isinstance(before, Unknown) or isinstance(after, Unknown):
        return Unknown(missing(before, after))
    return Course(before, after, fall_percent(before.value, after.value))


def missing(*found: Known[Amount] | Unknown) -> tuple[Gap, ...]:
    """What is missing of several values, each thing once."""
    gaps = [gap for item in found if isinstance(item, Unknown) for gap in item.gaps]
    return tuple(dict.fromkeys(gaps))


def fall_percent(before: Amount, after: Amount) -> Amount:
    """By how many percent proteinuria fell, as bounds; negative when it rose."""
    return Amount(
        (1 - after.high / before.low) * 100 if before.low else float("-inf"),
        (1 - after.low / before.high) * 100 if before.high else 100.0,
    )


def fell_short(case: Case, course: Course) -> bool | None:
    """Whether the fall is less than the milestone asks; None when bounds do not tell."""
    if complete(case, course.after.value):
        return False
    return course.fall.below(case.number("fall_percent"))


def complete(case: Case, upcr: Amount) -> bool | None:
    """Whether a ratio is that of a complete response."""
    return upcr.below(case.call.number("nephritis-state", "complete_upcr_mg_per_g"))


def wording(course: Course) -> str:
    """`proteinuria`, or `proteinuria-rising` when there was no fall at all."""
    return "proteinuria-rising" if course.fall.high < 0 else "proteinuria"


def slots(case: Case, found: Window, course: Course) -> dict[str, Slot]:
    """The values of a card about a fall that is too small."""
    goal = case.number("fall_percent")
    rise = Amount(-course.fall.high, -course.fall.low)
    return {
        "before": shown(course.before.value),
        "before_day": course.before.when or found.start,
        "after": shown(course.after.value),
        "after_day": course.after.when or case.today,
        "fall": Quantity(course.fall, "%", _decimals(course.fall, goal)),
        "rise": Quantity(rise, "%", 1),
        "goal": Quantity(goal, "%"),
    }


def _decimals(fall: Amount, goal: float) -> int:
    """Two where one would make a fall just short of its goal read as the goal."""
    return 2 if round(fall.high, 1) >= goal else 1
