"""Disease activity as the chart states it: scores, skin, joints, nervous system."""

from datetime import timedelta

from cards.definitions.measures import CLASI, SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.nephritis import nephritis
from cds_service.model_api import Call, Known

_ACTIVITY = "activity"


def stated(call: Call, concept: str) -> bool | None:
    """What the clinician last stated of a sign within its window; None when nothing."""
    since = call.today - timedelta(days=round(call.number(_ACTIVITY, "statement_days")))
    for finding in call.picture.results.findings(concept, since=since):
        if finding.boolean is not None and finding.when is not None:
            return finding.boolean
    return None


def cutaneous_form(call: Call) -> bool | None:
    """Whether an active lupus skin lesion is on record; a history or scar does not count.

    The clinician's statement comes first, then CLASI, then an active cutaneous lupus on the
    problem list; without any of these it is unknown.
    """
    said = stated(call, "obs.cutaneous-active")
    if said is not None:
        return said
    since = call.today - timedelta(days=round(call.number(_ACTIVITY, "statement_days")))
    clasi = call.picture.results.latest(CLASI, since=since)
    if isinstance(clasi, Known):
        return not clasi.value.zero
    lesions = call.picture.problems.active("cond.cle", "cond.sle.rash")
    return True if any(not lesion.in_remission for lesion in lesions) else None


def severe_cns(call: Call) -> bool | None:
    """Whether severe active neuropsychiatric lupus is stated; None when it is only possible."""
    said = stated(call, "obs.cns-severe-active")
    if said is not None:
        return said
    problems = call.picture.problems
    active = [p for p in problems.active("cond.npsle") if not p.in_remission]
    if active:
        return None
    return None if problems.why_unknown("cond.npsle") else False


def moderate_to_severe(call: Call) -> bool | None:
    """Whether the lupus is active enough for the label of a biologic (moderate to severe).

    True by the clinician's statement, an active organ on record or a score of 6 or more; False
    only by the statement or a score of 0; a score in between does not decide.
    """
    said = stated(call, "obs.high-disease-activity")
    if said:
        return True
    signs = [stated(call, sign) for sign in ("obs.cutaneous-active", "obs.articular-active")]
    if True in signs or cutaneous_form(call) or call.once(nephritis).active:
        return True
    since = call.today - timedelta(days=round(call.number(_ACTIVITY, "score_days")))
    for measure in (SLEDAI_2K, SELENA_SLEDAI):
        score = call.picture.results.latest(measure, since=since)
        if isinstance(score, Known):
            if score.value.low >= call.number(_ACTIVITY, "moderate_score"):
                return True
            if score.value.zero:
                return False
    return None
