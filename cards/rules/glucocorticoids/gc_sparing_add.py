"""Glucocorticoid dependence without a sparing agent.

Source: EULAR 2023 recommendation 4: when hydroxychloroquine does not suffice or the dose cannot be
lowered, an immunosuppressant and/or a biologic, none of them first by rule.
Not covered: the access criteria of each biologic, tapers tried outside the orders.
"""

from cards.definitions.gates import adult_with_sle, unrelated_order
from cards.definitions.gc_exposure import Run, failed_tapers, run_of
from cards.definitions.glucocorticoids import dose_today
from cards.definitions.hydroxychloroquine import ruled_out
from cards.definitions.other_indication import other_indication
from cards.definitions.requested import MEETING, requested
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Slot,
    Unknown,
    Verdict,
    any_true,
)

_CONCERN = Concern("", "steroid-sparing")


def decide(case: Case) -> Verdict:
    """Info from day 180 above the target, or after two failed tapers, without sparing agent."""
    outside = adult_with_sle(case) or unrelated_order(case) or _spared(case)
    if outside:
        return outside
    treatments = case.picture.treatments
    dose = case.once(dose_today)
    known = dose.known
    facts: dict[str, Fact] = {
        "prednisone_equivalent_mg_per_day": known if isinstance(known, Known) else None
    }
    antimalarial = treatments.takes("med.antimalarial")
    if antimalarial is False and not ruled_out(case.call):
        return Quiet("hydroxychloroquine-first", facts)
    sparing = any_true(
        treatments.takes(f"med.{kind}") for kind in ("immunosuppressant", "biologic")
    )
    if sparing:
        return Quiet("sparing-agent", facts)
    held = _held(case)
    failures = failed_tapers(case.call, _limit(case))
    failed = failures >= case.number("failed_tapers") and bool(dose.daily.above(_limit(case)))
    facts["failed_tapers"] = failures
    if held is None and not failed:
        return Quiet("not-long-enough", facts)
    if sparing is None or antimalarial is None:
        return CannotTell(treatments.gaps, facts, _CONCERN)
    if isinstance(held, Unknown) and not failed:
        return CannotTell(held.gaps, facts, _CONCERN)
    if requested(case.call, (), MEETING):
        return Quiet("requested", facts)
    slots: dict[str, Slot] = {
        "dose": Quantity(dose.daily if not dose.gaps else dose.daily.low, "mg/d"),
        "target": Quantity(case.number("target_mg_per_day"), "mg/d"),
        "failures": failures,
    }
    if isinstance(held, Run):
        slots["since"] = facts["held_since"] = held.start
    return Fires(
        "long-dependence" if isinstance(held, Run) else "failed-tapers",
        slots=slots,
        facts=facts,
        concern=_CONCERN,
        proposals=(Proposal("meeting", (RequestService("multidisciplinary-meeting"),)),),
        missing=dose.gaps,
    )


def _limit(case: Case) -> float:
    return case.number("target_mg_per_day") + case.number("rounding_mg")


def _spared(case: Case) -> Quiet | None:
    """Not above the target today, or not for lupus."""
    dose = case.once(dose_today)
    if dose.daily.above(_limit(case)) is False:
        return Quiet("at-target" if dose.sources else "no-such-treatment")
    if case.picture.problems.active("cond.transplant"):
        return Quiet("transplant")
    return Quiet("other-indication") if other_indication(case.call, dose.sources) else None


def _held(case: Case) -> Run | Unknown | None:
    days, limit = case.number("held_days"), _limit(case)
    return run_of(
        case.call,
        lambda daily: daily.above(limit),
        lambda run: run.covers(case.today) and (case.today - run.start).days >= days,
    )
