"""Response to belimumab six and twelve months after its start, by the Strasbourg definition.

Source: Strasbourg series: SELENA-SLEDAI 0, or down by at least 4 points, or less glucocorticoid
or immunosuppressant. The order of the tests is ours: a stop for inefficacy, then a flare, come
before any response. It gives the published 57 %; the definition taken literally gives 64 %.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from cards.definitions.belimumab_visits import (
    Visit,
    baseline_score,
    previous_day,
    visit_score,
)
from cards.definitions.biologic_course import Ending
from cards.definitions.doris import flares_between
from cards.definitions.response_serology import not_improved
from cards.definitions.scores import Score
from cards.definitions.sparing import Sparing, sparing
from cds_service.model_api import Call, Gap, Unknown, any_true

_TABLE = "belimumab-response"
_RANGE = Gap("dose", "range-around-limit")


class Category(Enum):
    """What can be said of a visit; the values are those of the trace."""

    REMISSION = "remission"
    RESPONSE = "response"
    NO_RESPONSE = "no-response"
    FAILURE = "failure"
    FLARE_OVERRIDE = "flare-override"
    NOT_EVALUABLE = "not-evaluable"


@dataclass(frozen=True, slots=True)
class Response:
    """The category of a visit, what decided it (a wording), and what it was decided from.

    `on` is the day of the stop or of the flare when one of them decided.
    """

    category: Category
    because: str
    score: Score | None
    baseline: Score | None
    since_start: Sparing
    since_visit: Sparing
    on: date | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def fall(self) -> float | None:
        """By how many points the score fell since the start; negative when it rose."""
        if self.score is None or self.baseline is None:
            return None
        return self.baseline.value.high - self.score.value.high


def response_at(call: Call, at: Visit, ended: Ending | None) -> Response:
    """The category of one visit, with what is known today."""
    score, baseline = visit_score(call, at), baseline_score(call, at.start)
    today = min(call.today, at.last)
    day = score.when if isinstance(score, Score) else today
    before = previous_day(call, at)
    found = Response(
        category=Category.NOT_EVALUABLE,
        because="not-evaluable",
        score=score if isinstance(score, Score) else None,
        baseline=baseline if isinstance(baseline, Score) else None,
        since_start=sparing(call, at.start, day),
        since_visit=sparing(call, before, day),
    )
    # A score of the window is judged as of its nominal day at least: a stop before that precedes
    # the visit.
    judged = max(day, at.nominal) if found.score else day
    if ended is not None and ended.inefficacy and (ended.on is None or ended.on < judged):
        return replace(found, category=Category.FAILURE, because="stopped", on=ended.on)
    if ended is not None and not ended.inefficacy and (ended.on is None or ended.on < day):
        why = "stopped-otherwise" if ended.reason_given else "stop-unexplained"
        return replace(found, because=why, on=ended.on, gaps=(Gap("stop-reason", "not-stated"),))
    flares = flares_between(call, before + timedelta(days=1), today)
    if flares:
        return replace(found, category=Category.FLARE_OVERRIDE, because="flare", on=flares[0])
    now = sparing(call, before, today)
    for change in (found.since_visit, now):
        if change.glucocorticoid_rose:
            return replace(
                found,
                category=Category.FLARE_OVERRIDE,
                because="dose-rise",
                since_visit=change,
                on=day,
            )
    rose = any_true((found.since_visit.glucocorticoid_rose, now.glucocorticoid_rose))
    if rose is None:
        return replace(found, gaps=found.since_visit.gaps or (_RANGE,))
    if isinstance(score, Unknown):
        return replace(found, gaps=score.gaps)
    results_gap = call.picture.results.gap
    if results_gap is not None:
        return replace(found, gaps=(results_gap,))
    return _by_activity(call, at, found, baseline)


def _by_activity(call: Call, at: Visit, found: Response, baseline: Score | Unknown) -> Response:
    """Score 0, then the fall of the score, then sparing, then serology."""
    if found.score is None or found.score.value.zero:
        return replace(found, category=Category.REMISSION, because="remission")
    fall = found.fall
    if fall is not None and fall >= call.number(_TABLE, "fall_points"):
        return replace(found, category=Category.RESPONSE, because="response")
    spared = found.since_start.spared
    if spared:
        why = "sparing" if found.since_start.glucocorticoid_fell else "sparing-drug"
        return replace(found, category=Category.RESPONSE, because=why)
    if isinstance(baseline, Unknown):
        return replace(found, gaps=tuple(Gap("baseline", gap.why) for gap in baseline.gaps))
    if spared is None:
        return replace(found, gaps=found.since_start.gaps or (_RANGE,))
    failed, gaps = not_improved(call, at.start, found.score.when)
    if failed:
        return replace(found, category=Category.FAILURE, because="serology")
    return replace(found, category=Category.NO_RESPONSE, because="no-response", gaps=gaps)
