"""Whether proteinuria was looked for lately, whatever the result.

A 24-hour amount is a check too; an albumin ratio or a dipstick is not the quantified test asked
for. A result that cannot be read is neither a check nor its absence.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from cards.definitions.measures import PROTEINURIA_24H, UPCR
from cards.definitions.proteinuria import not_measured
from cards.definitions.requested import requested
from cds_service.model_api import Call, Concern, Known, Unknown, courses

CONCERN = Concern("", "proteinuria")
_RATIOS = ("obs.upcr", "obs.upcr.24h", "obs.upcr.12h", "obs.proteinuria24h")
_WORDS = ("proteinurie", "proteinuria", "upcr", "rpc ")


def checked_since(call: Call, since: date) -> bool | Unknown:
    """Whether a ratio or a 24-hour amount was measured on or after a day."""
    results = call.picture.results
    ratio = results.latest(UPCR, since=since)
    if isinstance(ratio, Known) or isinstance(results.latest(PROTEINURIA_24H, since=since), Known):
        return True
    return False if not_measured(ratio) else ratio


def last_check(call: Call) -> date | None:
    """The day of the newest readable check, None when there was none."""
    series = (call.picture.results.series(measure) for measure in (UPCR, PROTEINURIA_24H))
    return max((results[0].when for results in series if results), default=None)


def check_requested(call: Call) -> bool:
    """Whether a check is already asked for."""
    return requested(call, _RATIOS, _WORDS)


def recent_flare(call: Call, days: int) -> date | None:
    """The newest flare documented within a number of days."""
    since = call.today - timedelta(days=days)
    found = call.picture.results.findings("obs.flare", since=since)
    return next((flare.when for flare in found if flare.when is not None), None)


def recent_biologic(call: Call, days: int) -> date | None:
    """The start of the newest biologic begun within a number of days."""
    since = call.today - timedelta(days=days)
    return max((day for day in _biologic_starts(call) if since <= day), default=None)


def _biologic_starts(call: Call) -> Iterator[date]:
    gap_days = round(call.number("nephritis-treatment", "course_gap_days"))
    taken = call.picture.treatments.of("med.biologic")
    for ingredient in {i for treatment in taken for i in treatment.ingredients}:
        same = [treatment for treatment in taken if ingredient in treatment.ingredients]
        for stretch in courses(same, gap_days):
            if stretch.start <= call.today:
                yield stretch.start
