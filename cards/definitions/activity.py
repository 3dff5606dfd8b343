"""Disease activity as the chart states it: scores, skin, joints, nervous system."""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.measures import CLASI, SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.nephritis import nephritis
from cards.definitions.statements import unread_statement
from cds_service.model_api import Amount, Call, Known, Problem

_ACTIVITY = "activity"


def stated(call: Call, concept: str) -> bool | None:
    """What the clinician last stated of a sign within its window; None when nothing."""
    found = stated_on(call, concept)
    return found.value if found else None


def stated_on(call: Call, concept: str) -> Known[bool] | None:
    """The same, with its day and source."""
    since = call.today - timedelta(days=round(call.number(_ACTIVITY, "statement_days")))
    for finding in call.picture.results.findings(concept, since=since):
        if finding.boolean is not None and finding.when is not None:
            return Known(finding.boolean, when=finding.when, source=finding.source)
    return None


@dataclass(frozen=True, slots=True)
class Skin:
    """Whether lupus is active in the skin, and the day of a lesion recorded within the window.

    `active` without `proven` is an active cutaneous lupus on the problem list whose date is old,
    or not given (`undated`); `ever` is any trace of a cutaneous lupus, past ones included.
    """

    active: bool | None
    proven: date | None = None
    source: str = ""
    ever: bool = False
    undated: bool = False


def skin(call: Call) -> Skin:
    """The skin: the newer of the clinician's statement and CLASI, else the problem list.

    A history, a remission or a scar does not count as active; without any record it is unknown.
    """
    problems = call.picture.problems
    ever = bool(problems.of("cond.cle", "cond.sle.rash")) or any(
        finding.boolean for finding in call.picture.results.findings("obs.cutaneous-active")
    )
    said = stated_on(call, "obs.cutaneous-active")
    since = call.today - timedelta(days=round(call.number(_ACTIVITY, "statement_days")))
    clasi = call.picture.results.latest(CLASI, since=since)
    if isinstance(clasi, Known) and clasi.when and (not said or clasi.when > (said.when or since)):
        active = not clasi.value.zero
        return Skin(active, clasi.when if active else None, clasi.source, ever or active)
    if said is not None:
        return Skin(said.value, said.when if said.value else None, said.source, ever)
    lesions = [
        lesion for lesion in problems.active("cond.cle", "cond.sle.rash") if not lesion.in_remission
    ]
    dated = [(day, lesion) for lesion in lesions if (day := _seen(lesion)) and day >= since]
    if dated:
        day, lesion = max(dated, key=lambda item: item[0])
        return Skin(True, day, lesion.reference, ever)
    if not lesions:
        return Skin(None, ever=ever)
    undated = any(_seen(lesion) is None for lesion in lesions)
    return Skin(True, None, lesions[0].reference, ever, undated)


def _seen(lesion: Problem) -> date | None:
    days = [day for day in (lesion.onset, lesion.recorded) if day is not None]
    return max(days) if days else None


def cutaneous_form(call: Call) -> bool | None:
    """Whether lupus is active in the skin; None when the chart does not tell."""
    return call.once(skin).active


def severe_cns(call: Call) -> bool | None:
    """Whether severe active neuropsychiatric lupus is stated; None when it is only possible."""
    said = stated(call, "obs.cns-severe-active")
    if said is not None:
        return said
    since = call.today - timedelta(days=round(call.number(_ACTIVITY, "statement_days")))
    if unread_statement(call, "obs.cns-severe-active", since):
        return None
    problems = call.picture.problems
    listed = problems.active("cond.npsle")
    if problems.of("cond.sle"):
        # CIM-10 codes lupus encephalitis as G05.8 beside M32.1; alone it covers other diseases.
        listed += problems.active("cond.npsle.manifestation-only")
    if any(not problem.in_remission for problem in listed):
        return None
    return None if problems.why_unknown("cond.npsle") else False


def score_now(call: Call) -> Known[Amount] | None:
    """The newest SLEDAI-2K or SELENA-SLEDAI that still holds."""
    since = call.today - timedelta(days=round(call.number(_ACTIVITY, "score_days")))
    found = [call.picture.results.latest(m, since=since) for m in (SLEDAI_2K, SELENA_SLEDAI)]
    known = [score for score in found if isinstance(score, Known)]
    return max(known, key=lambda score: score.when or date.min) if known else None


def moderate_to_severe(call: Call) -> bool | None:
    """Whether the lupus is active enough for the label of a biologic (moderate to severe).

    True by the clinician's statement, an active organ on record or a score of 6 or more; False
    only by a score of 0; a score in between does not decide.
    """
    if stated(call, "obs.high-disease-activity") or stated(call, "obs.articular-active"):
        return True
    if cutaneous_form(call) or call.once(nephritis).active:
        return True
    score = score_now(call)
    if score is None:
        return None
    if score.value.below(call.number(_ACTIVITY, "moderate_score")) is False:
        return True
    return False if score.value.zero else None


def high_activity(call: Call) -> bool | None:
    """Whether the clinician states a high activity, or a score lies in the high band.

    False by the statement or a score of 0: "high" has no agreed threshold in between.
    """
    said = stated(call, "obs.high-disease-activity")
    if said is not None:
        return said
    score = score_now(call)
    if score is None:
        return None
    if score.value.below(call.number(_ACTIVITY, "high_score")) is False:
        return True
    return False if score.value.zero else None
