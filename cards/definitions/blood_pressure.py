"""Blood pressure day by day, from panels or single results, in mmHg.

Several readings of one day count once, by their mean: a second cuff inflation is not a second
occasion.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from math import fsum

from cards.definitions.measures import DIASTOLIC, SYSTOLIC
from cds_service.model_api import Call, Gap, Measure, Unknown


@dataclass(frozen=True, slots=True)
class Pressure:
    """The mean pressure of one day; a side that was not measured is None."""

    when: date
    systolic: float | None
    diastolic: float | None
    source: str

    @property
    def written(self) -> str:
        """As clinicians write it, `142/88`; a side that was not measured is a dash."""
        sides = (self.systolic, self.diastolic)
        return "/".join("–" if side is None else f"{side:.0f}" for side in sides)

    def above(self, systolic: float, diastolic: float) -> bool:
        """Whether either side is above its limit."""
        return bool(
            (self.systolic is not None and self.systolic > systolic)
            or (self.diastolic is not None and self.diastolic > diastolic)
        )

    def below(self, systolic: float, diastolic: float) -> bool:
        """Whether both sides that were measured are below their limits."""
        return (self.systolic is None or self.systolic < systolic) and (
            self.diastolic is None or self.diastolic < diastolic
        )


def pressures(call: Call, since: date) -> tuple[Pressure, ...] | Unknown:
    """The pressure of each day since a day, newest first; Unknown when the newest is unreadable."""
    by_day: dict[date, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[date, str] = {}
    for measure in (SYSTOLIC, DIASTOLIC):
        for result in call.picture.results.series(measure):
            if result.when >= since and result.value.exact:
                by_day[result.when][measure.name].append(result.value.low)
                sources[result.when] = result.source
    newest = max(by_day, default=None)
    unread = _unreadable(call, newest or since)
    if unread:
        return Unknown(unread)
    if not by_day:
        return Unknown((_absent(call),))
    return tuple(
        Pressure(day, _mean(sides, SYSTOLIC), _mean(sides, DIASTOLIC), sources[day])
        for day, sides in sorted(by_day.items(), reverse=True)
    )


def _mean(sides: dict[str, list[float]], side: Measure) -> float | None:
    values = sides.get(side.name)
    return fsum(values) / len(values) if values else None


def _unreadable(call: Call, since: date) -> tuple[Gap, ...]:
    found = [
        gap
        for measure in (SYSTOLIC, DIASTOLIC)
        for when, gap in call.picture.results.unusable(measure)
        if when is None or when >= since
    ]
    return tuple(dict.fromkeys(found))


def _absent(call: Call) -> Gap:
    results = call.picture.results
    if results.gap is not None:
        return Gap("blood-pressure", results.gap.why)
    return Gap("blood-pressure", "too-old" if results.series(SYSTOLIC) else "absent")
