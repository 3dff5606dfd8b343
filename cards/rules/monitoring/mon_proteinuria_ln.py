"""Lupus nephritis: proteinuria every three months until complete response, then every six.

Source: ACR 2024 statement 12. Response is told by the newest ratio alone (below 0.5 g/g).
Not covered: kidney function as a part of complete response; results of other laboratories.
"""

from datetime import timedelta

from cards.definitions.gates import adult_with_sle, unrelated_order
from cards.definitions.inpatient import inpatient
from cards.definitions.measures import UPCR
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import own_kidneys
from cards.definitions.proteinuria_check import (
    CONCERN,
    check_requested,
    checked_since,
    last_check,
)
from cds_service.model_api import (
    CannotTell,
    Case,
    Fact,
    Fires,
    Proposal,
    Quiet,
    RequestService,
    Unknown,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Info after three months without complete response, warning after six months."""
    outside = adult_with_sle(case) or own_kidneys(case) or unrelated_order(case)
    if outside:
        return outside
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=CONCERN)
    if not state.ever:
        return Quiet("no-nephritis")
    if case.once(inpatient):
        return Quiet("inpatient")
    complete = _complete(case)
    within = round(case.number("complete_days" if complete else "usual_days"))
    checked = checked_since(case.call, case.today - timedelta(days=within))
    last = last_check(case.call)
    facts: dict[str, Fact] = {"last_check": last, "complete_response": complete}
    if isinstance(checked, Unknown):
        return CannotTell(checked.gaps, facts, CONCERN)
    if checked:
        return Quiet("checked", facts)
    if check_requested(case.call):
        return Quiet("requested", facts)
    check = (Proposal("check", (RequestService("upcr"),)),)
    if last is None:
        return Fires("never", {}, facts, CONCERN, check)
    overdue = (case.today - last).days > case.number("complete_days")
    over = not (state.lasting or state.active)
    wording = "over" if over and complete else ("overdue" if overdue else "due")
    return Fires(wording, {"last": last}, facts, CONCERN, check)


def _complete(case: Case) -> bool:
    """Whether the newest ratio was that of a complete response."""
    series = case.picture.results.series(UPCR)
    limit = case.call.number("nephritis-state", "complete_upcr_mg_per_g")
    return bool(series and series[0].value.below(limit))
