"""Creatinine clearance in mL/min by Cockcroft and Gault, the measure that drug labels mean.

Source: Cockcroft and Gault 1976, with real body weight. Adults only.
"""

from datetime import date

from cards.definitions.hydroxychloroquine import weight
from cards.definitions.measures import CREATININE
from cds_service.model_api import Amount, Call, Known, Unknown

_FACTOR = {"female": 1.04, "male": 1.23}
"""mL/min from years, kg and umol/L of creatinine."""


def cockcroft_gault(call: Call, since: date) -> Known[Amount] | None:
    """The clearance of the newest creatinine since a day; None when something is missing."""
    person = call.picture.person
    creatinine = call.picture.results.latest(CREATININE, since=since)
    kilograms = call.once(weight)
    if isinstance(creatinine, Unknown) or isinstance(kilograms, Unknown):
        return None
    if person.sex is None or isinstance(person.age, Unknown) or not person.at_least(18):
        return None
    if creatinine.value.low <= 0:
        return None
    top = max(140 - person.age.value, 0) * kilograms.value * _FACTOR[person.sex]
    found = Amount(top / creatinine.value.high, top / creatinine.value.low)
    return Known(found, "mL/min", creatinine.when, creatinine.source)
