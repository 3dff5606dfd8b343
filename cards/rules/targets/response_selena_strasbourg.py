"""Response to belimumab at month 6 and month 12, by the Strasbourg definition.

Source: Strasbourg series; order of the tests: stop for inefficacy, flare or more glucocorticoid,
score 0, fall of 4 points, less glucocorticoid or immunosuppressant, serology.
Not covered: attribution of score items; infusions missed without a trace in the orders.
"""

from cards.definitions.belimumab_response import Category, response_at
from cards.definitions.belimumab_response_told import response_facts, response_slots
from cards.definitions.belimumab_visits import BELIMUMAB, visit_today
from cards.definitions.biologic_course import biologic_course, ending
from cards.definitions.gates import adult_with_sle
from cds_service.model_api import CannotTell, Case, Concern, Fires, Quiet, Term, Verdict

CONCERN = Concern("", "belimumab-response")


def decide(case: Case) -> Verdict:
    """Names the category of the visit; cannot tell what is not evaluable."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    course = biologic_course(case.call, BELIMUMAB)
    if course is None:
        if case.picture.treatments.takes(BELIMUMAB) is None:
            return CannotTell(case.picture.treatments.gaps, concern=CONCERN)
        return Quiet("no-such-treatment")
    days = (case.today - course.start).days
    at = visit_today(case.call, course)
    if at is None:
        return Quiet("other-window", {"days_since_start": days})
    found = response_at(case.call, at, ending(case.call, BELIMUMAB, course))
    facts = {"visit": at.name, "days_since_start": days, **response_facts(case.call, found)}
    if found.because == "stopped-otherwise":
        return Quiet("stopped-otherwise", facts)
    if found.category is Category.NOT_EVALUABLE:
        return CannotTell(found.gaps, facts, CONCERN)
    return Fires(
        found.because if found.on or found.because != "stopped" else "stopped-undated",
        slots={"visit": Term(at.name), "start": course.start, **response_slots(case.call, found)},
        facts=facts,
        concern=CONCERN,
        missing=found.gaps,
    )
