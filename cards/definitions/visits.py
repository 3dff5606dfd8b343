"""Visits at which activity was scored, and whether activity is new since the visit before.

Each comparison stays within one instrument; the clinical score, when there is one, comes first.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.doris import flares_between
from cards.definitions.measures import CLINICAL_SLEDAI, PGA, SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.scores import Score, score_days, scores
from cds_service.model_api import Call, Gap

_BY_PREFERENCE = (CLINICAL_SLEDAI, SLEDAI_2K, SELENA_SLEDAI)


def assessed_days(call: Call) -> tuple[date, ...]:
    """The days on which a SLEDAI of any kind or the physician's assessment was recorded."""
    measures = (*_BY_PREFERENCE, PGA)
    found = {score.when for measure in measures for score in scores(call, measure)}
    return tuple(sorted(found, reverse=True))


@dataclass(frozen=True, slots=True)
class Since:
    """Whether activity is new since the visit before: None when there is no visit to compare."""

    new: bool | None
    now: Score | None = None
    before: Score | None = None
    gaps: tuple[Gap, ...] = ()


def new_activity(call: Call, on: date) -> Since:
    """Whether a score rose, or a flare was documented, since the visit before."""
    opened = on - timedelta(days=score_days(call))
    pairs = []
    for rank, measure in enumerate(_BY_PREFERENCE):
        upto = [found for found in scores(call, measure) if found.when <= on]
        if upto and upto[0].when >= opened:
            earlier = [found for found in upto if found.when < upto[0].when]
            if earlier:
                pairs.append((upto[0].when, -rank, upto[0], earlier[0]))
    if not pairs:
        results_gap = call.picture.results.gap
        why = results_gap.why if results_gap else "absent"
        return Since(None, gaps=(Gap("previous-visit", why),))
    _, _, now, before = max(pairs, key=lambda pair: pair[:2])
    if flares_between(call, before.when + timedelta(days=1), on):
        return Since(True, now, before)
    if now.value.low > before.value.high:
        return Since(True, now, before)
    if now.value.high <= before.value.low:
        return Since(False, now, before)
    return Since(None, now, before, (Gap(now.instrument, "only-bounds"),))
