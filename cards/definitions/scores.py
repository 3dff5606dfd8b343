"""Activity scores as the chart states them: each with its instrument and its day.

Source: SLEDAI-2K (sum at most 105), physician global assessment 0-3, patient global assessment
0-100 mm. Two instruments are never mixed in one difference: SELENA-SLEDAI and SLEDAI-2K do not
count the same items.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.measures import CLINICAL_SLEDAI, PGA, PTGA, SELENA_SLEDAI, SLEDAI_2K
from cds_service.model_api import Amount, Call, Gap, Known, Measure, Unknown

_TABLE = "scores"
_LARGEST = {
    SLEDAI_2K.name: "sledai_largest",
    SELENA_SLEDAI.name: "sledai_largest",
    CLINICAL_SLEDAI.name: "sledai_largest",
    PGA.name: "pga_largest",
    PTGA.name: "ptga_largest",
}
_IMPLAUSIBLE = "value-unreadable"


@dataclass(frozen=True, slots=True)
class Score:
    """One score: which instrument, the value, the day, the resource."""

    instrument: str
    value: Amount
    when: date
    source: str


def score_days(call: Call) -> int:
    """How old a score may be and still describe the present, in days."""
    return round(call.number("activity", "score_days"))


def score(call: Call, measure: Measure, on: date | None = None) -> Known[Amount] | Unknown:
    """The newest score of one instrument that still holds on a day (today by default)."""
    day = on or call.today
    found = call.picture.results.latest(measure, day - timedelta(days=score_days(call)), day)
    if isinstance(found, Known) and not _plausible(call, measure, found.value):
        return Unknown((Gap(measure.name, _IMPLAUSIBLE),))
    return found


def scores(call: Call, measure: Measure) -> tuple[Score, ...]:
    """Every plausible score of one instrument, newest first."""
    return tuple(
        Score(measure.name, result.value, result.when, result.source)
        for result in call.picture.results.series(measure)
        if _plausible(call, measure, result.value)
    )


def nearest_score(
    call: Call, measure: Measure, to: date, since: date, until: date
) -> Score | Unknown:
    """The score of one instrument nearest to a day, between two days (inclusive).

    The earlier one on a tie. Unknown when there is none, or when one of that time is unreadable.
    """
    results = call.picture.results
    within = [found for found in scores(call, measure) if since <= found.when <= until]
    if within:
        return min(within, key=lambda found: (abs((found.when - to).days), found.when))
    implausible = any(since <= result.when <= until for result in results.series(measure))
    if implausible:
        return Unknown((Gap(measure.name, _IMPLAUSIBLE),))
    blocked = [
        gap for when, gap in results.unusable(measure) if when is None or since <= when <= until
    ]
    if blocked:
        return Unknown(tuple(dict.fromkeys(blocked)))
    if results.gap is not None:
        return Unknown((Gap(measure.name, results.gap.why),))
    return Unknown((Gap(measure.name, "absent-then"),))


def _plausible(call: Call, measure: Measure, value: Amount) -> bool:
    largest = _LARGEST.get(measure.name)
    return largest is None or value.high <= call.number(_TABLE, largest)


def never_scored(call: Call) -> bool:
    """Whether nobody has ever recorded a score for this patient: then targets are not nagged for.

    Source: routine care aims at the absence of clinical signs rather than at a score (Chiche 2026).
    """
    measures = (SLEDAI_2K, SELENA_SLEDAI, CLINICAL_SLEDAI, PGA)
    concepts = [concept for measure in measures for concept in measure.concepts]
    return call.picture.results.never(*concepts) is True
