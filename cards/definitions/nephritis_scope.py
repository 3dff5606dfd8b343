"""Whom the nephritis rules are for: adults with lupus and kidneys of their own.

Source: group defaults of the nephritis rules (not under 18, in dialysis, after kidney transplant,
nor during an acute kidney injury of another cause).
"""

from datetime import timedelta

from cards.definitions.dialysis import on_dialysis
from cards.definitions.gates import adult_with_sle
from cds_service.model_api import Call, CannotTell, Case, Quiet

_TABLE = "nephritis-treatment"


def nephritis_scope(case: Case) -> Quiet | CannotTell | None:
    """Why a nephritis rule does not apply, or None when it does."""
    return adult_with_sle(case) or own_kidneys(case) or no_acute_injury(case)


def own_kidneys(case: Case) -> Quiet | None:
    """Keeps rules about kidney function away from dialysis and kidney transplant."""
    return Quiet("kidney-replaced") if case.once(kidney_replaced) else None


def no_acute_injury(case: Case) -> Quiet | None:
    """Keeps rules about the course of a nephritis away from an acute kidney injury on record."""
    return Quiet("acute-kidney-injury") if case.once(acute_injury) else None


def kidney_replaced(call: Call) -> bool:
    """Whether the patient is dialysed or carries a kidney transplant."""
    if on_dialysis(call) or call.picture.problems.active("cond.eskd", "cond.transplant.kidney"):
        return True
    return bool(call.picture.acts.of("proc.kidney-transplant"))


def acute_injury(call: Call) -> bool:
    """Whether a recent acute kidney injury is on the problem list; the code tells no cause."""
    since = call.today - timedelta(days=round(call.number(_TABLE, "acute_injury_days")))
    return any(
        problem.since is None or problem.since >= since
        for problem in call.picture.problems.active("cond.aki")
    )
