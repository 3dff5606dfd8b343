"""Withdrawal of the last milligrams of glucocorticoid in a long remission.

Source: EULAR 2023 recommendations 2 and 9, "Think 2 Untreat" (Chiche 2026); the twelve months await
local validation. Never an abrupt stop, no order is proposed.
Not covered: earlier attempts, the patient's preference.
"""

from datetime import timedelta

from cards.definitions.doris import doris
from cards.definitions.gates import adult_with_sle
from cards.definitions.gc_phase import Phase, phase
from cards.definitions.glucocorticoids import dose_today
from cards.definitions.measures import UPCR
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_treatment import treatment_start
from cards.definitions.other_indication import other_indication
from cards.definitions.scores import never_scored
from cards.definitions.sustained_remission import sustained_remission
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Quantity,
    Quiet,
    Verdict,
)

_CONCERN = Concern("", "withdrawal")
_SEVERE = ("obs.ln-severe-active", "obs.cns-severe-active")


def decide(case: Case) -> Verdict:
    """Info when remission held for twelve months on 5 mg/day or less."""
    outside = adult_with_sle(case) or _spared(case)
    if outside:
        return outside
    dose = case.once(dose_today)
    known = dose.known
    facts: dict[str, Fact] = {
        "prednisone_equivalent_mg_per_day": known if isinstance(known, Known) else None
    }
    if case.once(never_scored):
        return Quiet("never-scored", facts)
    if case.once(doris).state is False:
        return Quiet("not-remission", facts)
    found = sustained_remission(case.call, case.number("remission_days"), case.number("visit_days"))
    flares = case.picture.results.findings("obs.flare", since=found.since)
    if found.held is False or (found.held and any(flare.when for flare in flares)):
        return Quiet("not-sustained", facts)
    renal = _renal(case)
    if isinstance(renal, Quiet):
        return renal
    if found.held is None or renal:
        return CannotTell(tuple(dict.fromkeys(found.gaps + (renal or ()))), facts, _CONCERN)
    return Fires(
        "discuss",
        slots={
            "dose": Quantity(dose.daily, "mg/d"),
            "since": found.since or case.today,
            "visits": found.visits,
        },
        facts={**facts, "remission_since": found.since},
        concern=_CONCERN,
    )


def _spared(case: Case) -> Quiet | None:
    """No small maintenance dose for lupus, or a history that speaks against withdrawal."""
    dose = case.once(dose_today)
    above = dose.daily.above(case.number("highest_mg"), case.number("rounding_mg"))
    if dose.daily.zero or above:
        return Quiet("dose")
    if case.picture.problems.active("cond.transplant"):
        return Quiet("transplant")
    if other_indication(case.call, dose.sources):
        return Quiet("other-indication")
    if case.once(phase) is Phase.TAPER:
        return Quiet("tapering")
    if any(finding.boolean for finding in case.picture.results.findings(*_SEVERE)):
        return Quiet("severe-history")
    return None


def _renal(case: Case) -> Quiet | tuple[Gap, ...]:
    """Whether a past nephritis has been in complete response for long enough; gaps if unknown."""
    state = case.once(nephritis)
    if not state.ever:
        return state.gaps if state.ever is None else ()
    since = case.today - timedelta(days=case.number("nephritis_days"))
    limit = case.number("complete_upcr_mg_per_g")
    begun = (state.since, state.class_day, case.once(treatment_start))
    series = case.picture.results.series(UPCR)
    if any(day is not None and day > since for day in begun) or any(
        result.when > since and result.value.below(limit) is False for result in series
    ):
        return Quiet("nephritis")
    if any(result.when <= since and result.value.below(limit) for result in series):
        return ()
    return (Gap("upcr", "absent-then"),)
