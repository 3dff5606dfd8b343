"""The infusions of a belimumab order: dose per kilogram, rhythm, and the dose in whole vials.

Source: SmPC: 10 mg/kg at D0, D14, D28, then every 28 days; vials of 120 and 400 mg.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, product

from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.schedule import Rhythm, rhythm
from cds_service.model_api import (
    Amount,
    Call,
    Case,
    Gap,
    Known,
    PlannedDose,
    Step,
    Treatment,
    Unknown,
    course_on,
    courses,
)

_TABLE = "belimumab"
_VIALS_MG = (120, 400)
_MOST_VIALS = 6
"""Of each kind; more would rather be a fraction of a larger one."""


def recent_weight(case: Case) -> Known[float] | Unknown:
    """The body weight, when it was measured recently enough for a dose per kilogram."""
    found = case.picture.weight
    if isinstance(found, Unknown) or found.when is None:
        return found
    if (case.today - found.when).days > case.number("weight_days"):
        return Unknown((Gap("weight", "too-old"),))
    return found


def regular(order: Treatment) -> tuple[Step, ...]:
    """The steps that are not given on demand."""
    return tuple(step for step in order.steps if not step.as_needed)


def odd_interval(case: Case, order: Treatment) -> float | None:
    """The first interval (days) that is neither D0/D14/D28 nor every 28 days; None when all are."""
    loading = not _on_maintenance(case.call)
    for position, step in enumerate(regular(order)):
        found = rhythm(step)
        if isinstance(found, str) or found.every is None:
            continue
        if step.days:
            odd = _odd_listed(case, step, loading and position == 0)
        else:
            odd = _odd_regular(case, found, loading and position == 0)
        if odd is not None:
            return odd
    return None


def _odd_regular(case: Case, found: Rhythm, loading: bool) -> float | None:
    if found.every is None or _fits(case, found.every, "iv_days", "tolerance_days"):
        return None
    few = found.times is not None and found.times <= case.call.number(_TABLE, "iv_load_times")
    if loading and few and _fits(case, found.every, "iv_load_days", "load_tolerance_days"):
        return None
    return found.every.low


def _odd_listed(case: Case, step: Step, loading: bool) -> float | None:
    days = sorted(step.days)
    close = case.call.number(_TABLE, "iv_load_times") - 1 if loading else 0
    for position, (earlier, later) in enumerate(pairwise(days)):
        gap = Amount.exactly((later - earlier).days)
        early = position < close and _fits(case, gap, "iv_load_days", "load_tolerance_days")
        if not early and not _fits(case, gap, "iv_days", "tolerance_days"):
            return gap.low
    return None


def _fits(case: Case, every: Amount, expected: str, tolerance: str) -> bool:
    days, off = case.call.number(_TABLE, expected), case.number(tolerance)
    return not every.above(days + off) and not every.below(days - off)


def _on_maintenance(call: Call) -> bool:
    """Whether belimumab has run for longer than its first infusions take."""
    taken = [t for t in call.picture.treatments.now if t.is_a(BELIMUMAB)]
    present = course_on(
        courses(taken, round(call.number(_TABLE, "gap_days_iv"))),
        call.today - timedelta(days=1),
    )
    first = call.number(_TABLE, "iv_load_days") * call.number(_TABLE, "iv_load_times")
    return present is not None and present.days_on(call.today) > first


@dataclass(frozen=True, slots=True)
class Vials:
    """A dose in mg and the vials that make it up (of 120 mg, of 400 mg)."""

    mg: int
    small: int
    large: int


def whole_vials(kilograms: float, mg_per_kg: float, within: float) -> Vials | None:
    """The whole vials nearest to the dose per kg, if they stay within a fraction of it."""
    wanted = kilograms * mg_per_kg
    small, large = _VIALS_MG
    made = [
        Vials(a * small + b * large, a, b)
        for a, b in product(range(_MOST_VIALS + 1), repeat=2)
        if abs(a * small + b * large - wanted) <= wanted * within
    ]
    return min(made, key=lambda v: (abs(v.mg - wanted), v.small + v.large), default=None)


def replanned(case: Case, order: Treatment, mg: int) -> tuple[PlannedDose, ...]:
    """The order with another dose at each step; empty when its plan cannot be written anew."""
    steps = regular(order)
    if not steps or steps[0].start != case.today:
        return ()
    doses: list[PlannedDose] = []
    for step in steps:
        found = rhythm(step)
        if isinstance(found, str) or step.days:
            return ()
        every = 1 if found.every is None else round(found.every.low)
        days = (step.end - step.start).days + 1 if step.end and step.start else None
        doses.append(PlannedDose(mg, every_days=every, days=days))
    return tuple(doses)
