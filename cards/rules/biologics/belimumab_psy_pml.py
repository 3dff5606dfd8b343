"""New depression, suicidal ideation or focal neurological sign on belimumab.

Source: SmPC of belimumab (depression, suicidality, progressive multifocal leukoencephalopathy);
Strasbourg series. An urgent assessment, never an automatic stop.
Not covered: mood or signs written in free text; the cause of the sign.
"""

from datetime import date, timedelta

from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.unread_orders import doubts
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Gap,
    Problem,
    Quiet,
    Verdict,
    courses,
)

_MOOD = ("cond.depression", "cond.suicidality")
_BRAIN = ("cond.pml", "cond.neuro-focal")
_SUICIDAL = "suicid"
CONCERN = Concern("", "belimumab-psy-neuro")


def decide(case: Case) -> Verdict:
    """Warns of a sign that began on belimumab, or soon after its end."""
    brain = list(case.picture.problems.active(*_BRAIN))
    mood = [problem for problem in case.picture.problems.listed if _is_mood(problem)]
    began = _belimumab_since(case)
    if began is None:
        unsure = case.picture.treatments.of(BELIMUMAB) or doubts(case.call)
        taken = case.picture.treatments.takes(BELIMUMAB)
        if taken is False or not unsure or not (brain or mood):
            return Quiet("no-such-treatment")
        gaps = case.picture.treatments.gaps or (Gap("treatment-start", "absent"),)
        return CannotTell(gaps, concern=CONCERN)
    for wording, found in (("neurological", brain), ("psychiatric", mood)):
        new = [problem for problem in found if _is_new(case, problem, began)]
        if new:
            first = new[0]
            return Fires(
                wording,
                slots={"sign": ChartText(first.label), "on": _since(first), "start": began},
                facts={"sign": first.label, "sign_since": _since(first), "belimumab_since": began},
                concern=CONCERN,
            )
    undated = [problem for problem in (*brain, *mood) if problem.since is None]
    if undated:
        return CannotTell((Gap("onset", "date-missing", undated[0].label),), concern=CONCERN)
    if case.picture.problems.gap:
        return CannotTell((case.picture.problems.gap,), concern=CONCERN)
    return Quiet("no-new-sign", {"belimumab_since": began})


def _is_mood(problem: Problem) -> bool:
    if not problem.active:
        return False
    # CIM-10 has no code of its own for suicidal ideation: the words of the entry count.
    return not problem.concepts.isdisjoint(_MOOD) or _SUICIDAL in problem.label.lower()


def _belimumab_since(case: Case) -> date | None:
    """The start of the exposure that goes on, or that ended within the time the label watches."""
    gap = round(case.number("recent_days"))
    taken = [t for t in case.picture.treatments.now if t.is_a(BELIMUMAB)]
    for course in reversed(courses(taken, gap)):
        lasts = course.end is None or course.end >= case.today - timedelta(days=gap)
        if course.start <= case.today and lasts:
            return course.start
    return None


def _is_new(case: Case, problem: Problem, began: date) -> bool:
    oldest = case.today - timedelta(days=round(case.number("new_days")))
    return problem.since is not None and problem.since >= max(began, oldest)


def _since(problem: Problem) -> date:
    return problem.since or date.min
