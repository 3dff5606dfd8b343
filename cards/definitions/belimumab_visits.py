"""The two visits at which belimumab is judged, and the scores they are judged by.

Source: Strasbourg series (months 6 and 12). The windows and their nominal days are ours: days
135-270 and 271-450 after the start, the score nearest to day 182 or 365 counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.measures import SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.scores import Score, nearest_score, scores
from cds_service.model_api import Call, Course, Gap, Unknown

BELIMUMAB = "med.belimumab"
_TABLE = "belimumab-response"
_VISITS = ("M6", "M12")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit: its name, the start of belimumab, its nominal day, its first and last day."""

    name: str
    start: date
    nominal: date
    first: date
    last: date


def visit(call: Call, name: str, start: date) -> Visit:
    """The visit of a name (`M6` or `M12`) of a treatment begun on a day."""
    first, last, nominal = (
        start + timedelta(days=round(call.number(_TABLE, f"{name.lower()}_{part}_day")))
        for part in ("first", "last", "nominal")
    )
    return Visit(name, start, nominal, first, last)


def visit_today(call: Call, course: Course) -> Visit | None:
    """The visit whose window holds today."""
    both = (visit(call, name, course.start) for name in _VISITS)
    return next((found for found in both if found.first <= call.today <= found.last), None)


def visit_score(call: Call, at: Visit) -> Score | Unknown:
    """The SELENA-SLEDAI nearest to the nominal day inside the window; no other instrument."""
    until = min(call.today, at.last)
    found = nearest_score(call, SELENA_SLEDAI, at.nominal, at.first, until)
    return _or_other_instrument(call, found, at.first, until)


def baseline_score(call: Call, start: date) -> Score | Unknown:
    """The SELENA-SLEDAI nearest to the start of treatment."""
    since, until = baseline_window(call, start)
    found = nearest_score(call, SELENA_SLEDAI, start, since, until)
    return _or_other_instrument(call, found, since, until)


def baseline_window(call: Call, start: date) -> tuple[date, date]:
    """The days whose results describe the start of treatment."""
    before, after = (
        timedelta(days=round(call.number(_TABLE, f"baseline_{side}_days")))
        for side in ("before", "after")
    )
    return start - before, start + after


def _or_other_instrument(
    call: Call, found: Score | Unknown, since: date, until: date
) -> Score | Unknown:
    if isinstance(found, Score) and not found.value.exact:
        return Unknown((Gap(SELENA_SLEDAI.name, "only-bounds"),))
    other = any(since <= score.when <= until for score in scores(call, SLEDAI_2K))
    if isinstance(found, Unknown) and other:
        return Unknown((Gap(SELENA_SLEDAI.name, "instrument-changed"),))
    return found


def previous_day(call: Call, at: Visit) -> date:
    """The day of the visit before: the start, or the day month 6 was judged on."""
    if at.name == _VISITS[0]:
        return at.start
    before = visit(call, _VISITS[0], at.start)
    score = visit_score(call, before)
    return score.when if isinstance(score, Score) else before.nominal
