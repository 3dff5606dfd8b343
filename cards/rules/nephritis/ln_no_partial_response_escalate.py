"""Six months or more into nephritis treatment without even a partial response.

Source: ACR 2024 statements 3 and 10 (check dose and adherence, repeat biopsy, escalate), EULAR 2025
(nephritis) recommendation 11. Partial response: half the proteinuria, below the nephrotic range,
with a stable eGFR.
Not covered: scarring on an earlier biopsy; which drug to change to.
"""

from datetime import timedelta

from cards.definitions.filtration_drugs import begun_since
from cards.definitions.kidney_biopsy import BIOPSY
from cards.definitions.milestone import (
    CONCERN,
    Course,
    Window,
    complete,
    proteinuria_course,
    slots,
    window,
)
from cards.definitions.milestone_kidney import kidney_course
from cards.definitions.nephritis_treatment import NEPHRITIS_DRUGS
from cards.definitions.proteinuria import reached
from cards.definitions.requested import MEETING, requested
from cds_service.model_api import (
    CannotTell,
    Case,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RequestService,
    Unknown,
    Verdict,
    any_true,
)

_PROPOSALS = (
    Proposal("biopsy", (RequestService("kidney-biopsy"),), alternative=True),
    Proposal("meeting", (RequestService("multidisciplinary-meeting"),), alternative=True),
)


def decide(case: Case) -> Verdict:
    """Warning unless proteinuria fell by half, below the nephrotic range, with a stable eGFR."""
    found = window(case)
    if not isinstance(found, Window):
        return found
    if _changed_lately(case, found):
        return Quiet("just-changed", found.facts)
    opened = found.start + timedelta(days=round(case.number("value_from_day")))
    course = proteinuria_course(case, found, since=opened)
    if isinstance(course, Unknown):
        return CannotTell(course.gaps, found.facts, CONCERN)
    kidney = kidney_course(case, found.start, opened)
    facts = {**found.facts, **kidney.facts, **course.facts}
    short = _short(case, course)
    if (short or kidney.lost) and _in_hand(case, course):
        return Quiet("requested", facts)
    if short:
        return Fires("proteinuria", slots(case, found, course), facts, CONCERN, _PROPOSALS)
    if kidney.lost:
        offered = () if kidney.recent else _PROPOSALS
        return Fires(kidney.wording("kidney"), kidney.slots, facts, CONCERN, offered)
    bounds = (Gap("upcr", "only-bounds"),) if short is None else ()
    if bounds or kidney.unread:
        return CannotTell((*bounds, *kidney.unread), facts, CONCERN)
    return Quiet("partial-response", facts, kidney.absent)


def _short(case: Case, course: Course) -> bool | None:
    """Whether proteinuria is short of a partial response."""
    if complete(case, course.after.value):
        return False
    nephrotic = case.call.number("nephritis-state", "nephrotic_upcr_mg_per_g")
    too_little = course.fall.below(case.number("fall_percent"))
    return any_true((too_little, reached(course.after.value, nephrotic)))


def _in_hand(case: Case, course: Course) -> bool:
    """Whether a biopsy or a meeting was asked for since the value that falls short."""
    since = course.after.when or case.today
    return requested(case.call, (BIOPSY,), MEETING, since=since)


def _changed_lately(case: Case, found: Window) -> bool:
    """Whether another nephritis drug was begun in the last months: the escalation is under way."""
    months = timedelta(days=round(case.number("changed_days")))
    since = max(case.today - months, found.start + months)
    return bool(begun_since(case.call, NEPHRITIS_DRUGS, since))
