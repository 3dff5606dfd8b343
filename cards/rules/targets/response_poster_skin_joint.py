"""Skin and joints three and six months after the start of anifrolumab.

Source: poster of Lille and Boulogne (22 adults, months 3 and 6): the skin answers early, the joints
later and less.
Not covered: joint counts, frequency of joint flares, new lesions between two visits.
"""

from cards.definitions.biologic_course import present_course
from cards.definitions.clinical_response import Answer, joint_response, skin_response
from cards.definitions.gates import adult_with_sle
from cds_service.model_api import CannotTell, Case, Concern, Fires, Quiet, Term, Verdict

ANIFROLUMAB = "med.anifrolumab"
CONCERN = Concern("", "anifrolumab-response")


def decide(case: Case) -> Verdict:
    """Tells each domain that was involved; cannot tell when none can be judged."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    course = present_course(case.call, ANIFROLUMAB)
    if course is None:
        if case.picture.treatments.takes(ANIFROLUMAB) is None:
            return CannotTell(case.picture.treatments.gaps, concern=CONCERN)
        return Quiet("no-such-treatment")
    days = (case.today - course.start).days
    visit = _visit(case, days)
    if visit is None:
        return Quiet("other-window", {"days_since_start": days})
    skin, joint = skin_response(case.call, course.start), joint_response(case.call, course.start)
    facts = {"visit": visit, "skin": str(skin.answer.value), "joint": str(joint.answer.value)}
    if skin.answer is joint.answer is Answer.NOT_INVOLVED:
        return Quiet("not-involved", facts)
    if not (skin.answer.evaluable or joint.answer.evaluable):
        return CannotTell((*skin.gaps, *joint.gaps), facts, CONCERN)
    return Fires(
        "told",
        slots={
            "visit": Term(visit),
            "start": course.start,
            "day": max(day for day in (skin.when, joint.when) if day is not None),
            "skin": Term(f"answer.{skin.answer.value}"),
            "joint": Term(f"answer.{joint.answer.value}"),
        },
        facts=facts,
        concern=CONCERN,
        missing=(*skin.gaps, *joint.gaps),
    )


def _visit(case: Case, days: int) -> str | None:
    if case.number("m3_first_day") <= days < case.number("m6_first_day"):
        return "M3"
    in_m6 = case.number("m6_first_day") <= days <= case.number("m6_last_day")
    return "M6" if in_m6 else None
