"""Bands of activity of the SELENA-SLEDAI as the Strasbourg series draws them.

Source: Strasbourg series: 0 none, 1-5 mild, 6-10 moderate, 11-19 high; 20 and more is not defined.
Other papers draw other bands (1-4, 5-10, above 10): a score of 5 is mild here and moderate there.
"""

from enum import Enum

from cards.definitions.scores import Score
from cds_service.model_api import Call

_TABLE = "activity-bands"


class Band(Enum):
    """The bands; the values are those of the trace."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    HIGH = "high"
    BEYOND = "not-defined"


def band(call: Call, score: Score | None) -> str | None:
    """The band of a SELENA-SLEDAI; None when there is no score or only its bounds are known."""
    if score is None or not score.value.exact:
        return None
    points = score.value.high
    if points == 0:
        return str(Band.NONE.value)
    for found in (Band.MILD, Band.MODERATE, Band.HIGH):
        if points <= call.number(_TABLE, f"{found.value}_at_most"):
            return str(found.value)
    return str(Band.BEYOND.value)
