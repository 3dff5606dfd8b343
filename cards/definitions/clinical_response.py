"""Response of skin and joints on anifrolumab, as far as coded signs tell it.

Source: poster of Lille and Boulogne: complete when every active lesion (or painful joint) is gone
and none is new, partial when there are fewer and none is new. Lesions are read from the
clinician's statement and CLASI; joints from the statement alone, since counts have no code here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from cards.definitions.belimumab_visits import baseline_window
from cards.definitions.measures import CLASI
from cards.definitions.scores import Score, nearest_score, score_days
from cds_service.model_api import Call, Gap, Unknown


class Answer(Enum):
    """What a domain did; the values are those of the trace."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    NOT_INVOLVED = "not-involved"
    NOT_EVALUABLE = "not-evaluable"

    @property
    def evaluable(self) -> bool:
        """Whether it says how the domain responded."""
        return self in {Answer.COMPLETE, Answer.PARTIAL, Answer.NONE}


@dataclass(frozen=True, slots=True)
class Domain:
    """The answer of one domain, the day of its last sign, and what is missing."""

    answer: Answer
    when: date | None = None
    gaps: tuple[Gap, ...] = ()


def skin_response(call: Call, start: date) -> Domain:
    """Skin: the statement first, CLASI for what lies between complete and none."""
    at_start, now = _stated(call, "obs.cutaneous-active", start)
    before, after = _clasi(call, start)
    involved = at_start[0]
    if involved is None and isinstance(before, Score):
        involved = not before.value.zero
    when = now[1] or (after.when if isinstance(after, Score) else None)
    cleared = now[0] is False or (now[0] is None and isinstance(after, Score) and after.value.zero)
    if involved is None:
        return Domain(Answer.NOT_EVALUABLE, when, _gap(call, "cutaneous-activity"))
    if not involved:
        return Domain(Answer.NOT_INVOLVED, when)
    if cleared:
        return Domain(Answer.COMPLETE, when)
    if isinstance(before, Score) and isinstance(after, Score):
        fewer = after.value.high < before.value.low
        return Domain(Answer.PARTIAL if fewer else Answer.NONE, after.when)
    what = "clasi-activity" if now[0] else "cutaneous-activity"
    return Domain(Answer.NOT_EVALUABLE, when, _gap(call, what))


def joint_response(call: Call, start: date) -> Domain:
    """Joints: complete when none is active any more; less than that needs joint counts."""
    at_start, now = _stated(call, "obs.articular-active", start)
    if at_start[0] is False:
        return Domain(Answer.NOT_INVOLVED, now[1])
    if at_start[0] and now[0] is False:
        return Domain(Answer.COMPLETE, now[1])
    return Domain(Answer.NOT_EVALUABLE, now[1], _gap(call, "articular-activity"))


_Sign = tuple[bool | None, date | None]


def _stated(call: Call, concept: str, start: date) -> tuple[_Sign, _Sign]:
    """What was stated around the start, and last since then."""
    first, last = baseline_window(call, start)
    said = [
        (finding.boolean, finding.when)
        for finding in call.picture.results.findings(concept)
        if finding.boolean is not None and finding.when is not None
    ]
    around = [sign for sign in said if first <= sign[1] <= min(last, call.today)]
    since = _since(call, last)
    now = [sign for sign in said if sign[1] >= since]
    nothing: _Sign = (None, None)
    return min(around, key=lambda sign: abs((sign[1] - start).days), default=nothing), (
        now[0] if now else nothing
    )


def _clasi(call: Call, start: date) -> tuple[Score | Unknown, Score | Unknown]:
    first, last = baseline_window(call, start)
    return (
        nearest_score(call, CLASI, start, first, min(last, call.today)),
        nearest_score(call, CLASI, call.today, _since(call, last), call.today),
    )


def _since(call: Call, last_baseline: date) -> date:
    recent = call.today - timedelta(days=score_days(call))
    return max(recent, last_baseline + timedelta(days=1))


def _gap(call: Call, what: str) -> tuple[Gap, ...]:
    results_gap = call.picture.results.gap
    return (Gap(what, results_gap.why if results_gap else "not-stated"),)
