"""Lupus nephritis with blood pressure above 130/80 on two days.

Source: EULAR 2025 (nephritis) recommendation 8 (salt, blood pressure, RAAS first); the pressure
itself awaits local validation.
Not covered: home or ambulatory measurement, salt intake.
"""

from datetime import timedelta

from cards.definitions.blood_pressure import Pressure, pressures
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import nephritis_scope
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Quantity,
    Quiet,
    Slot,
    Unknown,
    Verdict,
)

_CONCERN = Concern("", "blood-pressure")


def decide(case: Case) -> Verdict:
    """Info when the newest two days of measurement are both above 130/80."""
    outside = nephritis_scope(case)
    if outside:
        return outside
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=_CONCERN)
    if not state.ever:
        return Quiet("no-nephritis")
    since = case.today - timedelta(days=round(case.number("recent_days")))
    found = pressures(case.call, since)
    if isinstance(found, Unknown):
        return CannotTell(found.gaps, concern=_CONCERN)
    facts = _facts(found)
    if not _high(case, found[0]):
        return Quiet("within-limits", facts)
    if len(found) == 1:
        return Quiet("once", facts)
    if not _high(case, found[1]):
        return Quiet("not-both", facts)
    slots: dict[str, Slot] = {
        **_slots("", found[0]),
        **_slots("before_", found[1]),
        "systolic_limit": Quantity(case.number("systolic_mmhg")),
        "diastolic_limit": Quantity(case.number("diastolic_mmhg"), "mmHg"),
    }
    return Fires("high", slots, facts, _CONCERN)


def _high(case: Case, found: Pressure) -> bool:
    return found.above(case.number("systolic_mmhg"), case.number("diastolic_mmhg"))


def _facts(found: tuple[Pressure, ...]) -> dict[str, Fact]:
    newest = found[0]
    return {"systolic": newest.systolic, "diastolic": newest.diastolic, "days": len(found)}


def _slots(prefix: str, found: Pressure) -> dict[str, Slot]:
    return {f"{prefix}pressure": ChartText(found.written), f"{prefix}day": found.when}
