"""Six months into nephritis treatment: proteinuria fallen by half.

Source: EULAR 2025 (nephritis) recommendation 3.
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
from cds_service.model_api import CannotTell, Case, Fires, Gap, Quiet, Unknown, Verdict


def decide(case: Case) -> Verdict:
    """Fires on a fall below 50 %."""
    found = window(case)
    if not isinstance(found, Window):
        return found
    course = proteinuria_course(case, found)
    if isinstance(course, Unknown):
        return CannotTell(course.gaps, found.facts, CONCERN)
    facts = {**found.facts, **course.facts}
    short = fell_short(case, course)
    if short is None:
        return CannotTell((Gap("upcr", "only-bounds"),), facts, CONCERN)
    if not short:
        return Quiet("reached", facts)
    return Fires(wording(course), slots(case, found, course), facts, CONCERN)
