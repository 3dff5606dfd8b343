"""The hydroxychloroquine level in whole blood, in ng/mL.

Source: published thresholds are of whole blood, which holds about twice as much as serum or
plasma. A result whose specimen is not told is not read as whole blood.
"""

from datetime import date

from cards.definitions.measures import HCQ_LEVEL
from cards.definitions.requested import says
from cds_service.model_api import Amount, Call, Gap, Known, Result, Unknown

_BLOOD_CODE = "obs.hcq.blood"
_WHOLE_BLOOD = ("sang total", "whole blood", "sang entier")
_NOT_WHOLE_BLOOD = ("serum", "plasma")


def latest_level(call: Call, since: date) -> Known[Amount] | Unknown | None:
    """The newest whole-blood level since a day; None when none was measured."""
    results = call.picture.results
    gaps: list[Gap] = [
        gap for when, gap in results.unusable(HCQ_LEVEL) if when is None or when >= since
    ]
    newest_unusable = max(
        (when for when, _ in results.unusable(HCQ_LEVEL) if when is not None), default=None
    )
    for result in results.series(HCQ_LEVEL):
        if result.when < since:
            break
        whole_blood = in_whole_blood(result)
        if whole_blood is False:
            continue
        if newest_unusable is not None and newest_unusable > result.when:
            break
        if whole_blood is None:
            return Unknown((Gap("hcq-level", "specimen-unknown"),))
        return Known(result.value, "ng/mL", result.when, result.source)
    if gaps:
        return Unknown(tuple(dict.fromkeys(gaps)))
    if results.gap is not None:
        return Unknown((Gap("hcq-level", results.gap.why),))
    return None


def in_whole_blood(result: Result) -> bool | None:
    """Whether a level was measured in whole blood, by its specimen first, then by its code."""
    if says(result.specimen, _NOT_WHOLE_BLOOD):
        return False
    if result.concept == _BLOOD_CODE or says(result.specimen, _WHOLE_BLOOD):
        return True
    return None
