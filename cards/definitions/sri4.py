"""SRI-4: the three components from one instrument, between the start of a biologic and today.

Source: SRI-4 as in the BLISS trials: SELENA-SLEDAI or SLEDAI-2K, new BILAG A and B scores, and
the physician's global assessment.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.belimumab_visits import baseline_window
from cards.definitions.biologic_course import present_course
from cards.definitions.measures import BILAG_NEW_A, BILAG_NEW_B, PGA, SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.scores import Score, nearest_score, score_days
from cds_service.model_api import Amount, Call, Course, Gap, Measure, Unknown

BIOLOGIC = "med.biologic"


@dataclass(frozen=True, slots=True)
class Sri4:
    """The components, all from the start of the biologic to its last assessment."""

    before: Score
    now: Score
    new_a: Score
    new_b: Score
    pga_before: Score
    pga_now: Score

    @property
    def fall(self) -> Amount:
        """By how much the activity score fell."""
        return _difference(self.before, self.now)

    @property
    def pga_rise(self) -> Amount:
        """By how much the physician's assessment rose."""
        return _difference(self.pga_now, self.pga_before)


def newest_biologic(call: Call) -> tuple[str, Course] | None:
    """The biologic begun last among those that go on, as the chart writes it, with its course."""
    found = [
        (treatment.label, course)
        for treatment in call.picture.treatments.of(BIOLOGIC)
        for ingredient in treatment.ingredients
        if (course := present_course(call, ingredient)) is not None
    ]
    return max(found, key=lambda item: item[1].start, default=None)


def sri4(call: Call, start: date) -> Sri4 | Unknown:
    """The components since a day; Unknown names those that are missing."""
    _, last_baseline = baseline_window(call, start)
    since = max(last_baseline + timedelta(days=1), call.today - timedelta(days=score_days(call)))
    before, now = _activity(call, start, since)
    new_a, new_b = _now(call, BILAG_NEW_A, since), _now(call, BILAG_NEW_B, since)
    pga_before, pga_now = _baseline(call, PGA, start), _now(call, PGA, since)
    if (
        isinstance(before, Unknown)
        or isinstance(now, Unknown)
        or isinstance(new_a, Unknown)
        or isinstance(new_b, Unknown)
        or isinstance(pga_before, Unknown)
        or isinstance(pga_now, Unknown)
    ):
        parts = (before, now, new_a, new_b, pga_before, pga_now)
        gaps = [gap for part in parts if isinstance(part, Unknown) for gap in part.gaps]
        return Unknown(tuple(dict.fromkeys(gaps)))
    return Sri4(before, now, new_a, new_b, pga_before, pga_now)


def _activity(call: Call, start: date, since: date) -> tuple[Score | Unknown, Score | Unknown]:
    """Both scores of the instrument that has both; a difference of two instruments is none."""
    pairs = [
        (_baseline(call, measure, start), _now(call, measure, since))
        for measure in (SELENA_SLEDAI, SLEDAI_2K)
    ]
    complete = [pair for pair in pairs if all(isinstance(part, Score) for part in pair)]
    if complete:
        return complete[0]
    begun = [pair for pair in pairs if any(isinstance(part, Score) for part in pair)]
    if len(begun) == len(pairs):
        changed = Unknown((Gap(SELENA_SLEDAI.name, "instrument-changed"),))
        return changed, changed
    return begun[0] if begun else pairs[0]


def _baseline(call: Call, measure: Measure, start: date) -> Score | Unknown:
    since, until = baseline_window(call, start)
    return nearest_score(call, measure, start, since, min(until, call.today))


def _now(call: Call, measure: Measure, since: date) -> Score | Unknown:
    return nearest_score(call, measure, call.today, since, call.today)


def _difference(one: Score, other: Score) -> Amount:
    return Amount(one.value.low - other.value.high, one.value.high - other.value.low)
