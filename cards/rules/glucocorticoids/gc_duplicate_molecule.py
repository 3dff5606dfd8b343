"""Two different systemic glucocorticoids on the same day.

Source: equivalence table. Drug safety: runs at all ages and without lupus.
Not covered: interactions of each molecule.
"""

from cards.definitions.gc_kinds import GLUCOCORTICOID, is_depot, is_pulse, is_replacement
from cards.definitions.glucocorticoids import dose_today
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Treatment,
    Verdict,
    WithdrawDraft,
)


def decide(case: Case) -> Verdict:
    """Fires when a drafted molecule would be taken beside another one."""
    treatments = case.picture.treatments
    drafted = [t for t in treatments.ordered(GLUCOCORTICOID) if _daily(case, t)]
    if not drafted:
        return Quiet("no-such-order")
    for draft in drafted:
        others = [
            other
            for other in treatments.running(GLUCOCORTICOID)
            if other is not draft
            and _daily(case, other)
            and other.ingredients.isdisjoint(draft.ingredients)
            and _overlap(case, draft, other)
        ]
        if others:
            return _fires(case, draft, others)
    if not treatments.complete:
        return CannotTell(treatments.gaps, concern=Concern(drafted[0].reference, "withdraw"))
    return Quiet("one-molecule", {"prednisone_equivalent_mg_per_day": _total(case)})


def _daily(case: Case, treatment: Treatment) -> bool:
    """Part of a daily dose: no pulse, depot, replacement, local or as-needed treatment."""
    if not treatment.systemic or treatment.as_needed or is_depot(treatment):
        return False
    if is_replacement(case.call, treatment, case.today):
        return False
    return not (
        treatment.steps and all(is_pulse(case.call, treatment, step) for step in treatment.steps)
    )


def _overlap(case: Case, draft: Treatment, other: Treatment) -> bool:
    """Whether both are taken on the first day of the later one."""
    day = max(draft.start or case.today, other.start or case.today, case.today)
    return draft.taken_on(day) is not False and other.taken_on(day) is not False


def _total(case: Case) -> Known[float] | None:
    known = case.once(dose_today).known
    return known if isinstance(known, Known) else None


def _fires(case: Case, draft: Treatment, others: list[Treatment]) -> Fires:
    total = _total(case)
    slots: dict[str, Slot] = {
        "drafted": ChartText(draft.label),
        "running": tuple(ChartText(other.label) for other in others),
    }
    if total is not None:
        slots["total"] = Quantity(total.value, "mg/d")
    return Fires(
        "two-molecules" if total is not None else "two-molecules-dose-unknown",
        slots=slots,
        facts={"prednisone_equivalent_mg_per_day": total, "molecules": len(others) + 1},
        concern=Concern(draft.reference, "withdraw"),
        proposals=(Proposal("withdraw", (WithdrawDraft(draft),)),),
        missing=case.once(dose_today).gaps,
    )
