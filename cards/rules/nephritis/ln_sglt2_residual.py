"""Stable nephritis with residual proteinuria after a year of treatment, without SGLT2 inhibitor.

Source: EULAR 2025 (nephritis) recommendation 8, expert slides 2026; the thresholds of proteinuria
and eGFR await local validation.
Not covered: which drug, its label and reimbursement; ketoacidosis or amputation in the past.
"""

from datetime import timedelta

from cards.definitions.childbearing import pregnancy
from cards.definitions.kidney_function import latest_bounds
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import nephritis_scope
from cards.definitions.nephritis_treatment import no_start, treatment_start
from cards.definitions.proteinuria import in_trace, reached, recent_upcr, shown
from cards.definitions.requested import NEPHROLOGY, requested
from cards.definitions.stable_nephritis import unstable
from cards.definitions.stopped import held_or_refused, not_tolerated
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Unknown,
    Verdict,
)

_SGLT2 = "med.sglt2"
_CONCERN = Concern("", "sglt2")
_INFECTIONS = ("cond.urinary-infection", "cond.genital-infection")


def decide(case: Case) -> Verdict:
    """Info when treated for a year, stable, above 0.5 g/g, with eGFR of 20 or more."""
    outside = nephritis_scope(case) or _not_for(case)
    if outside:
        return outside
    upcr = case.once(recent_upcr)
    facts: dict[str, Fact] = {}
    if isinstance(upcr, Known):
        facts["upcr_mg_per_g"] = in_trace(upcr)
        if reached(upcr.value, case.number("upcr_mg_per_g")) is False:
            return Quiet("within-limits", facts)
    elif not case.once(nephritis).lasting:
        return Quiet("no-nephritis")
    start = case.once(treatment_start)
    if start is None:
        return CannotTell(no_start(case.call), facts, _CONCERN)
    facts["treatment_start"] = start
    if (case.today - start).days < case.number("treated_days"):
        return Quiet("too-early", facts)
    if isinstance(upcr, Unknown):
        return CannotTell(upcr.gaps, facts, _CONCERN)
    restless = unstable(case.call, upcr)
    return Quiet(restless, facts) if restless else _by_function(case, upcr, facts)


def _by_function(case: Case, upcr: Known[Amount], facts: dict[str, Fact]) -> Verdict:
    since = case.today - timedelta(days=round(case.number("egfr_days")))
    rate = latest_bounds(case.call, since)
    if isinstance(rate, Unknown):
        return CannotTell(rate.gaps, facts, _CONCERN)
    enough = reached(rate.value, case.number("egfr"))
    if enough is False:
        return Quiet("low-egfr", facts)
    bounds = [Gap("egfr", "only-bounds")] if enough is None else []
    if reached(upcr.value, case.number("upcr_mg_per_g")) is None:
        bounds.append(Gap("upcr", "only-bounds"))
    gaps = (*bounds, *case.picture.treatments.gaps)
    if gaps:
        return CannotTell(gaps, facts, _CONCERN)
    if requested(case.call, (), NEPHROLOGY, since=upcr.when):
        return Quiet("referred", facts)
    return Fires(
        "residual",
        slots={
            "upcr": shown(upcr.value),
            "day": upcr.when or case.today,
            "egfr": Quantity(rate.value, "mL/min/1.73m2", 0),
        },
        facts=facts,
        concern=_CONCERN,
        proposals=(Proposal("review", (RequestService("nephrology-review"),)),),
    )


def _not_for(case: Case) -> Quiet | CannotTell | None:
    state = case.once(nephritis)
    if not state.ever:
        return Quiet("no-nephritis") if state.ever is False else CannotTell(state.gaps)
    if case.picture.treatments.takes(_SGLT2):
        return Quiet("taken")
    if held_or_refused(case.call, _SGLT2) or not_tolerated(case.call, _SGLT2):
        return Quiet("ruled-out")
    if case.picture.problems.of("cond.type-1-diabetes"):
        return Quiet("type-1-diabetes")
    if case.once(pregnancy).pregnant or case.picture.problems.active("cond.pregnancy-wish"):
        return Quiet("pregnancy-or-wish")
    since = case.today - timedelta(days=round(case.number("infection_days")))
    recent = [p for p in case.picture.problems.of(*_INFECTIONS) if p.since and p.since >= since]
    return Quiet("infections") if len(recent) >= case.number("infections") else None
