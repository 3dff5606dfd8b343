"""Whether serology has failed to improve between the start of a treatment and a visit.

Source: Strasbourg series: anti-dsDNA stable or raised, and/or complement falling. A value within
its laboratory's limits is no failure.
"""

from datetime import date, timedelta

from cards.definitions.belimumab_visits import baseline_window
from cards.definitions.measures import ANTI_DSDNA, C3, C4
from cards.definitions.serology import lowered, raised
from cds_service.model_api import Call, Gap, Measure, Result, any_true

_TABLE = "belimumab-response"


def not_improved(call: Call, start: date, on: date) -> tuple[bool | None, tuple[Gap, ...]]:
    """True when it failed to improve; None, with what is missing, when that cannot be told."""
    kept = 1 - call.number(_TABLE, "stable_percent") / 100
    answers: list[bool | None] = []
    gaps: list[Gap] = []
    results_gap = call.picture.results.gap
    for measure in (ANTI_DSDNA, C3, C4):
        before, after = _pair(call, measure, start, on)
        if after is not None and _normal(measure, after):
            answers.append(False)
        elif before is None or after is None:
            answers.append(None)
            gaps.append(Gap(measure.name, results_gap.why if results_gap else "absent-then"))
        elif measure is ANTI_DSDNA:
            answers.append(after.value.low >= before.value.high * kept)
        else:
            answers.append(after.value.high < before.value.low * kept)
    return any_true(answers), tuple(gaps)


def _normal(measure: Measure, result: Result) -> bool:
    return (raised(result) if measure is ANTI_DSDNA else lowered(result)) is False


def _pair(
    call: Call, measure: Measure, start: date, on: date
) -> tuple[Result | None, Result | None]:
    since, until = baseline_window(call, start)
    around = timedelta(days=round(call.number(_TABLE, "serology_around_days")))
    last = min(on + around, call.today)
    return (
        _nearest(call, measure, start, since, until),
        _nearest(call, measure, on, on - around, last),
    )


def _nearest(call: Call, measure: Measure, to: date, since: date, until: date) -> Result | None:
    near = [r for r in call.picture.results.series(measure) if since <= r.when <= until]
    return min(near, key=lambda r: (abs((r.when - to).days), r.when), default=None)
