"""Belimumab six months after its start: has it helped, or is stopping to be considered?

Source: SmPC of belimumab (consider stopping without improvement at 6 months); the response is that
of the Strasbourg series unless the clinician has stated one.
Not covered: nephritis, whose milestones have rules of their own.
"""

from cards.definitions.belimumab_response import Category, response_at
from cards.definitions.belimumab_response_told import response_facts
from cards.definitions.belimumab_visits import BELIMUMAB, visit
from cards.definitions.biologic_course import present_course
from cards.definitions.biologic_order import response_stated
from cards.definitions.gates import adult_with_sle
from cds_service.model_api import CannotTell, Case, Concern, Fires, Quiet, Slot, Term, Verdict

CONCERN = Concern("", "belimumab-response")
_IMPROVED = {Category.REMISSION, Category.RESPONSE}


def decide(case: Case) -> Verdict:
    """Informs between day 150 and 210; asks when the response cannot be told."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    course = present_course(case.call, BELIMUMAB)
    if course is None:
        if case.picture.treatments.takes(BELIMUMAB) is None:
            return CannotTell(case.picture.treatments.gaps, concern=CONCERN)
        return Quiet("no-such-treatment")
    days = course.days_on(case.today)
    if not case.number("first_day") <= days <= case.number("last_day"):
        return Quiet("other-window", {"days_since_start": days})
    found = response_at(case.call, visit(case.call, "M6", course.start), None)
    facts = {"days_since_start": days, **response_facts(case.call, found)}
    slots: dict[str, Slot] = {"start": course.start, "days": days}
    said = response_stated(case.call, course.start)
    if said is not None:
        improved, on = said
        wording = "responder-stated" if improved else "non-responder-stated"
        return Fires(wording, {**slots, "on": on}, {**facts, "stated": improved}, CONCERN)
    if found.category is Category.NOT_EVALUABLE:
        return CannotTell(found.gaps, facts, CONCERN)
    wording = "improved" if found.category in _IMPROVED else "not-improved"
    slots["finding"] = Term(f"belimumab-response.{found.category.value}")
    return Fires(wording, slots, facts, CONCERN)
