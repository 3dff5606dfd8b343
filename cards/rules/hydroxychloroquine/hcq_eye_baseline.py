"""No eye examination around the start of hydroxychloroquine or chloroquine.

Source: AAO/ACR 2021, French guidance 2017: baseline within the first year. Every age and
indication. From year 5 on, yearly screening takes over once an examination is on record.
Not covered: the result of the examination.
"""

from datetime import timedelta

from cards.definitions.eye_exam import eye_exam_requested, eye_exams
from cards.definitions.hcq_exposure import ANTIMALARIAL, exposure, not_taken
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RequestService,
    Slot,
    Verdict,
)

CONCERN = Concern("", "eye-exam")


def decide(case: Case) -> Verdict:
    """Info in the first year, warning afterwards; a late first examination is only told."""
    outside = not_taken(case)
    if outside:
        return outside
    taken = case.once(exposure)
    exams = case.once(eye_exams)
    if taken.first is None or taken.gaps:
        return CannotTell(taken.gaps or (Gap("hcq-start", "absent"),), concern=CONCERN)
    around = timedelta(days=case.number("around_days"))
    facts: dict[str, Fact] = {"hcq_start": taken.first, "last_eye_exam": exams.last}
    if any(abs(day - taken.first) <= around for day in exams.days):
        return Quiet("examined", facts)
    after = [day for day in exams.days if day > taken.first]
    if after and taken.days.low >= case.number("yearly_from_days"):
        return Quiet("yearly-screening", facts)
    if exams.gaps:
        return CannotTell(exams.gaps, facts, CONCERN)
    running = case.picture.treatments.running(ANTIMALARIAL)
    slots: dict[str, Slot] = {"drug": ChartText(running[0].label), "start": taken.first}
    if after:
        return Fires("late", {**slots, "exam": min(after)}, facts, CONCERN)
    if eye_exam_requested(case.call):
        return Quiet("requested", facts)
    return Fires(
        "overdue" if case.today > taken.first + around else "due",
        slots,
        facts,
        CONCERN,
        (Proposal("eye-exam", (RequestService("eye-exam"),)),),
    )
