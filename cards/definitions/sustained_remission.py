"""Whether DORIS remission held at every assessment for a length of time. Three-valued."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cards.definitions.doris import doris, doris_on
from cards.definitions.measures import CLINICAL_SLEDAI, PGA, SLEDAI_2K
from cds_service.model_api import Call, Gap


@dataclass(frozen=True, slots=True)
class Remission:
    """Held or not (None when not known), since when, at how many assessments, what is missing."""

    held: bool | None
    since: date | None = None
    visits: int = 0
    gaps: tuple[Gap, ...] = ()


def sustained_remission(call: Call, days: float, longest_pause: float) -> Remission:
    """Remission today and at each assessment back to `days` ago or earlier.

    Two assessments may be `longest_pause` days apart at most.
    """
    today = call.once(doris)
    if today.state is not True:
        return Remission(today.state, gaps=today.gaps)
    held: list[date] = []
    for day in _assessments(call):
        state = doris_on(call, day)
        if state.state is False:
            break
        if state.state:
            held.append(day)
    starts = call.today - timedelta(days=days)
    if not held or held[-1] > starts:
        broken = len(held) < len(_assessments(call)) and _broken_since(call, starts)
        missing = (Gap(CLINICAL_SLEDAI.name, "absent-then"),)
        return Remission(False if broken else None, gaps=() if broken else missing)
    since = max(day for day in held if day <= starts)
    followed = [call.today, *(day for day in held if day >= since)]
    if any((later - earlier).days > longest_pause for later, earlier in pairwise(followed)):
        return Remission(None, gaps=(Gap(CLINICAL_SLEDAI.name, "absent-then"),))
    return Remission(True, since, len(followed) - 1)


def _assessments(call: Call) -> list[date]:
    """The days on which a score was given, newest first."""
    results = call.picture.results
    days = {
        result.when
        for measure in (CLINICAL_SLEDAI, SLEDAI_2K, PGA)
        for result in results.series(measure)
    }
    return sorted(days, reverse=True)


def _broken_since(call: Call, since: date) -> bool:
    return any(doris_on(call, day).state is False for day in _assessments(call) if day >= since)
