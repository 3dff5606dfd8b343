"""How often a step of an order gives its dose, and how many times."""

from dataclasses import dataclass
from itertools import pairwise

from cds_service.model_api import Amount, Step


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days between doses (None when given once) and the number of doses (None = open-ended)."""

    every: Amount | None
    times: int | None


def rhythm(step: Step) -> Rhythm | str:
    """The rhythm of a step, or the reason why it cannot be told (a gap reason)."""
    if step.days:
        days = sorted(step.days)
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        return Rhythm(Amount(min(gaps), max(gaps)) if gaps else None, len(days))
    if step.per_day is None or step.per_day.low <= 0:
        return step.daily if isinstance(step.daily, str) else "frequency-missing"
    times = None
    if step.start is not None and step.end is not None:
        length = (step.end - step.start).days
        times = int(length * step.per_day.high + 1e-6) + 1
    if times == 1:
        return Rhythm(None, 1)
    return Rhythm(Amount(1 / step.per_day.high, 1 / step.per_day.low), times)
