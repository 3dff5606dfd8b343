"""Three months into nephritis treatment: proteinuria fallen by a quarter, kidney function kept.

Source: EULAR 2025 (nephritis) recommendations 2 and 3.
Not covered: proteinuria from another cause; fixed proteinuria that a repeat biopsy showed.
"""

from cards.definitions.milestone import (
    CONCERN,
    Window,
    fell_short,
    proteinuria_course,
    slots,
    window,
    wording,
)
from cards.definitions.milestone_kidney import kidney_course
from cds_service.model_api import CannotTell, Case, Fires, Gap, Quiet, Unknown, Verdict


def decide(case: Case) -> Verdict:
    """Fires on a fall below 25 % or an eGFR loss above 15 %; the latter alone may be expected."""
    found = window(case)
    if not isinstance(found, Window):
        return found
    kidney = kidney_course(case, found.start, found.opened)
    course = proteinuria_course(case, found)
    if isinstance(course, Unknown):
        facts = {**found.facts, **kidney.facts}
        if kidney.lost:
            return Fires(kidney.wording("kidney"), kidney.slots, facts, CONCERN)
        return CannotTell(course.gaps, facts, CONCERN)
    facts = {**found.facts, **kidney.facts, **course.facts}
    short = fell_short(case, course)
    values = slots(case, found, course)
    if short and kidney.lost:
        return Fires(kidney.wording("both"), {**values, **kidney.slots}, facts, CONCERN)
    if short:
        return Fires(wording(course), values, facts, CONCERN)
    if kidney.lost:
        return Fires(kidney.wording("kidney"), kidney.slots, facts, CONCERN)
    bounds = (Gap("upcr", "only-bounds"),) if short is None else ()
    if bounds or kidney.unread:
        return CannotTell((*bounds, *kidney.unread), facts, CONCERN)
    return Quiet("reached", facts, kidney.absent)
