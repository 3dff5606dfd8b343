"""How the time of a call grows with the observations sent and with the rules asked."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, replace
from functools import partial

from benchmarks.in_process import answered, pack
from benchmarks.request import HOOK, LARGE, body, with_observations
from benchmarks.timing import microseconds
from cds_service.engine.pack import Pack

OBSERVATIONS = (0, 250, 500, 1000, 1500, 2000)
_PARTS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Points (size, microseconds) and the straight line through them."""

    points: tuple[tuple[int, float], ...]

    @property
    def slope(self) -> float:
        """Microseconds for one more."""
        return statistics.linear_regression(*zip(*self.points, strict=True)).slope

    @property
    def start(self) -> float:
        """Microseconds of the line at none."""
        return statistics.linear_regression(*zip(*self.points, strict=True)).intercept

    @property
    def fit(self) -> float:
        """R squared: 1 when the points lie on the line."""
        return statistics.correlation(*zip(*self.points, strict=True)) ** 2


def with_size() -> Line:
    """Over the number of observations in an otherwise large request."""
    points = []
    for number in OBSERVATIONS:
        request = body(with_observations(number))
        points.append((number, microseconds(partial(answered, request))))
    return Line(tuple(points))


def with_rules() -> Line:
    """Over the number of rules asked about the large request, taken evenly from all topics.

    Never none: the first few rules pay for the facts and definitions that all of them share.
    """
    request = body(LARGE)
    points = []
    for part in range(1, _PARTS + 1):
        fewer = _evenly(part)
        asked = len(fewer.for_hook(HOOK))
        points.append((asked, microseconds(partial(answered, request, fewer))))
    return Line(tuple(points))


def _evenly(part: int) -> Pack:
    asked = pack().for_hook(HOOK)
    kept = [rule for number, rule in enumerate(asked) if number * 7 % _PARTS < part]
    return replace(pack(), rules=tuple(kept))
