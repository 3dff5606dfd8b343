"""Autoantibodies and complement, read against the limits of the laboratory that measured them.

No cut-off is fixed here: the code and the unit do not determine it, the report's own reference
range or flag does.
"""

from datetime import date

from cards.definitions.measures import ANTI_DSDNA, C3, C4
from cds_service.model_api import Call, Finding, Measure, Result

_HIGH = {"H", "HH", "HU", "A", "AA", "POS", "R"}
_LOW = {"L", "LL", "LU"}
_NORMAL = {"N", "NEG"}
_POSITIVE_WORDS = ("posit", "detect", "present")
_NEGATIVE_WORDS = ("negat", "not detected", "non detect", "absent", "indetect")
_POSITIVE_CODES = {"10828004", "260373001", "52101004", "POS", "LA6576-8"}
_NEGATIVE_CODES = {"260385009", "260415000", "2667000", "NEG", "LA6577-6"}
_ANTIBODIES = ("obs.anti-dsdna.qual", "obs.anti-sm.qual", "obs.ana.qual")
_QUANTIFIED = ("obs.anti-dsdna", "obs.anti-dsdna.other-method", "obs.anti-sm")
_TITRE = ("obs.ana.titer",)
_ANA_TITRE = 80


def raised(result: Result) -> bool | None:
    """Whether a result is above its laboratory's limit; None when the report does not tell."""
    if result.flags & _HIGH:
        return True
    if result.high_limit is not None:
        return result.value.above(result.high_limit)
    return False if result.flags & _NORMAL else None


def lowered(result: Result) -> bool | None:
    """Whether a result is below its laboratory's limit; None when the report does not tell."""
    if result.flags & _LOW:
        return True
    if result.low_limit is not None:
        return result.value.below(result.low_limit)
    return False if result.flags & (_NORMAL | {"H", "HH"}) else None


def _newest(call: Call, measure: Measure, since: date) -> Result | None:
    series = call.picture.results.series(measure)
    return series[0] if series and series[0].when >= since else None


def anti_dsdna_raised(call: Call, since: date) -> bool | None:
    """Whether the newest anti-dsDNA since a day is raised; None when not known."""
    newest = _newest(call, ANTI_DSDNA, since)
    if newest is not None:
        return raised(newest)
    for finding in call.picture.results.findings("obs.anti-dsdna.qual", since=since):
        if finding.when is not None:
            return positive(finding)
    return None


def complement_low(call: Call, since: date) -> bool | None:
    """Whether C3 or C4 is low since a day: True if either is, False only if both are known."""
    answers = []
    for measure in (C3, C4):
        newest = _newest(call, measure, since)
        answers.append(None if newest is None else lowered(newest))
    if True in answers:
        return True
    return False if answers == [False, False] else None


def positive(finding: Finding) -> bool | None:
    """Whether a qualitative result is positive; None when it cannot be read."""
    if finding.boolean is not None:
        return finding.boolean
    if finding.codes & _POSITIVE_CODES:
        return True
    if finding.codes & _NEGATIVE_CODES:
        return False
    text = finding.text.lower()
    if any(word in text for word in _NEGATIVE_WORDS):
        return False
    return True if any(word in text for word in _POSITIVE_WORDS) else None


def autoantibody_ever(call: Call) -> bool | None:
    """Whether a lupus autoantibody was ever positive; None when that is not known."""
    results = call.picture.results
    answers = [positive(finding) for finding in results.findings(*_ANTIBODIES)]
    for concept in _QUANTIFIED:
        measure = Measure(concept, (concept,), "anti_dsdna", "[IU]/mL")
        answers += [raised(result) for result in results.series(measure)]
        answers += [_flag_only(finding) for finding in results.findings(concept)]
    answers += [_titre(finding) for finding in results.findings(*_TITRE)]
    if True in answers:
        return True
    tested_ana = results.findings("obs.ana.qual", "obs.ana.titer")
    tested_dna = results.findings("obs.anti-dsdna", "obs.anti-dsdna.qual")
    negative = bool(answers) and False in answers and None not in answers
    return False if negative and tested_ana and tested_dna and results.gap is None else None


def _flag_only(finding: Finding) -> bool | None:
    return positive(finding) if finding.text or finding.codes else False


def _titre(finding: Finding) -> bool | None:
    written = finding.text.replace(" ", "").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    if finding.number is not None:
        return finding.number >= _ANA_TITRE
    if written.isdigit():
        return int(written) >= _ANA_TITRE
    return positive(finding)
