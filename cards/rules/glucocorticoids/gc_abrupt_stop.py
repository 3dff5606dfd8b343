"""A glucocorticoid stopped at signing, without a lower step and without anything that takes over.

Source: ESE/Endocrine Society 2024: beyond 3-4 weeks of exposure, taper. Drug safety: every age and
indication, replacement of an adrenal insufficiency included.
Not covered: an order that expires without renewal; adrenal tests.
"""

from datetime import timedelta

from cards.definitions.gc_exposure import Run, pulse_days, run_of
from cards.definitions.gc_kinds import is_replacement
from cards.definitions.gc_stop import ended_by, glucocorticoid_stops, taken_over
from cards.definitions.gc_taper import taper_steps
from cards.definitions.glucocorticoids import dose_on
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    ChartText,
    Concern,
    DraftOrder,
    Fact,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Treatment,
    Unknown,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Critical when the stop ends a long exposure, repeated pulses or a replacement."""
    stops = glucocorticoid_stops(case.call)
    if not stops:
        return Quiet("no-such-order")
    if case.picture.problems.active("cond.end-of-life"):
        return Quiet("end-of-life")
    concern = Concern(stops[0].draft.reference, "abrupt-stop")
    ended = ended_by(case.call, stops)
    if not ended:
        gaps = case.picture.treatments.gaps if stops[0].draft.systemic else ()
        return CannotTell(gaps, concern=concern) if gaps else Quiet("nothing-stopped")
    if taken_over(case.call, ended):
        return Quiet("taken-over")
    return _judged(case, ended[0], concern)


def _judged(case: Case, order: Treatment, concern: Concern) -> Verdict:
    """What was taken up to the stop."""
    yesterday = case.today - timedelta(days=1)
    dose = dose_on(case.call, yesterday)
    known = dose.known
    facts: dict[str, Fact] = {
        "prednisone_equivalent_mg_per_day": known if isinstance(known, Known) else None
    }
    slots: dict[str, Slot] = {
        "drug": ChartText(order.label),
        "dose": Quantity(dose.daily.low if dose.gaps else dose.daily, "mg/d"),
        "limit": Quantity(case.number("dose_mg_per_day"), "mg/d"),
    }
    if is_replacement(case.call, order, yesterday):
        return Fires("replacement", slots=slots, facts=facts, concern=concern)
    exposed = _exposed(case)
    if isinstance(exposed, Run):
        facts["exposed_since"] = exposed.start
        slots["since"] = exposed.start
        proposals = _taper(case, dose.daily, dose.molecules) if not dose.gaps else ()
        return Fires("long-exposure", slots, facts, concern, proposals, dose.gaps)
    given = pulse_days(case.call, case.today - timedelta(days=case.number("exposure_days")))
    if len(given) >= case.number("pulses"):
        facts["pulses"] = len(given)
        slots |= {"pulses": len(given), "since": given[0]}
        return Fires("pulses", slots, facts, concern)
    if isinstance(exposed, Unknown):
        return CannotTell(exposed.gaps, facts, concern)
    return Quiet("short", facts)


def _exposed(case: Case) -> Run | Unknown | None:
    limit, days = case.number("dose_mg_per_day"), case.number("exposure_days")
    yesterday = case.today - timedelta(days=1)

    def holds(daily: Amount) -> bool | None:
        below = daily.below(limit)
        return None if below is None else not below

    return run_of(
        case.call,
        holds,
        lambda run: run.covers(yesterday) and (case.today - run.start).days >= days,
    )


def _taper(case: Case, daily: Amount, molecules: frozenset[str]) -> tuple[Proposal, ...]:
    """A descending prescription from the present dose; in prednisone unless it is prednisolone."""
    steps = taper_steps(case.call, daily.high, case.number("lowest_step_mg"))
    if not daily.exact or not steps or steps[-1].days is not None:
        return ()
    drug = "med.prednisolone" if molecules == {"med.prednisolone"} else "med.prednisone"
    return (Proposal("taper", (DraftOrder(drug, steps),)),)
