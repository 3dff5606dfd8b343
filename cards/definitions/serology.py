"""Autoantibodies and complement, read against the limits of the laboratory that measured them.

No cut-off is fixed here: the code and the unit do not determine it, the report's own reference
range or flag does.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from cards.definitions.measures import ANTI_DSDNA, C3, C4
from cds_service.model_api import Call, Finding, Gap, Measure, Result, any_true

HIGH_FLAGS = {"H", "HH", "HU", "A", "AA", "POS", "R"}
_LOW = {"L", "LL", "LU"}
_NORMAL = {"N", "NEG"}
_NEGATIVE_WORDS = (
    "negat", "not detected", "non detect", "indetect", "absent", "absence",
    "non reacti", "non-reacti", "nonreacti",
)  # fmt: skip
_POSITIVE_WORDS = ("posit", "detect", "present", "presence", "reacti")
_POSITIVE_CODES = {"10828004", "260373001", "52101004", "POS", "LA6576-8"}
_NEGATIVE_CODES = {"260385009", "260415000", "2667000", "NEG", "LA6577-6"}
_BELOW = {"<", "<="}
_QUALITATIVE = ("obs.anti-dsdna.qual", "obs.anti-sm.qual", "obs.ana.qual")
_QUANTIFIED = ("obs.anti-dsdna", "obs.anti-dsdna.other-method", "obs.anti-sm")
_TITRE = "obs.ana.titer"
_DSDNA = ("obs.anti-dsdna", "obs.anti-dsdna.other-method", "obs.anti-dsdna.qual")
_ANA = ("obs.ana.qual", _TITRE)


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer with its day; when it is None, `gaps` says why."""

    answer: bool | None
    when: date | None = None
    source: str = ""
    gaps: tuple[Gap, ...] = ()


def raised(result: Result) -> bool | None:
    """Whether a result is above its laboratory's limit; None when the report does not tell."""
    if result.flags & HIGH_FLAGS:
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


def anti_dsdna(call: Call, since: date) -> Reading:
    """Whether the newest anti-dsDNA since a day is raised, quantified or qualitative."""
    readings = _readings(call, ANTI_DSDNA, since, high=True)
    read = {reading.source for reading in readings}
    in_kit_units = _readings(call, _in_kit_units(ANTI_DSDNA.concepts), since, high=True)
    readings += [r for r in in_kit_units if r.answer is not None and r.source not in read]
    for finding in call.picture.results.findings("obs.anti-dsdna.qual", since=since):
        if finding.when is not None:
            readings.append(Reading(positive(finding), finding.when, finding.source))
    if not readings:
        return Reading(None, gaps=(Gap(ANTI_DSDNA.name, _why_none(call, ANTI_DSDNA)),))
    newest = max(reading.when for reading in readings if reading.when is not None)
    that_day = [reading for reading in readings if reading.when == newest]
    told = [reading for reading in that_day if reading.answer is not None]
    if told:
        return Reading(any_true(r.answer for r in told), newest, told[0].source)
    gaps = that_day[0].gaps or (Gap(ANTI_DSDNA.name, "limits-missing"),)
    return Reading(None, newest, that_day[0].source, gaps)


def complement(call: Call, since: date) -> Reading:
    """Whether C3 or C4 is low since a day: True if either is, False only if both are known."""
    readings = [_newest(call, measure, since) for measure in (C3, C4)]
    days = [reading.when for reading in readings if reading.when is not None]
    answer = any_true(reading.answer for reading in readings)
    gaps = _complement_gaps(readings) if answer is None else ()
    source = next((r.source for r in readings if r.answer is answer and r.source), "")
    return Reading(answer, max(days, default=None), source, gaps)


def _complement_gaps(readings: list[Reading]) -> tuple[Gap, ...]:
    gaps = tuple(gap for reading in readings for gap in reading.gaps)
    reasons = {gap.why for gap in gaps}
    if len(gaps) == len(readings) and len(reasons) == 1:
        return (Gap("complement", reasons.pop()),)
    return gaps


def _in_kit_units(concepts: tuple[str, ...]) -> Measure:
    """Results in a kit's own unit: read against the limit of their report, never compared."""
    return Measure("-".join((*concepts, "kit")), concepts, "antiphospholipid", "U/mL")


def anti_dsdna_raised(call: Call, since: date) -> bool | None:
    """Whether the newest anti-dsDNA since a day is raised; None when not known."""
    return anti_dsdna(call, since).answer


def complement_low(call: Call, since: date) -> bool | None:
    """Whether C3 or C4 is low since a day; None when not known."""
    return complement(call, since).answer


def _newest(call: Call, measure: Measure, since: date) -> Reading:
    readings = _readings(call, measure, since, high=False)
    if not readings:
        return Reading(None, gaps=(Gap(measure.name, _why_none(call, measure)),))
    return max(readings, key=lambda reading: reading.when or since)


def _readings(call: Call, measure: Measure, since: date, *, high: bool) -> list[Reading]:
    """Every dated result since a day, those that cannot be used with the reason."""
    results = call.picture.results
    found = []
    for result in results.series(measure):
        if result.when >= since:
            answer = raised(result) if high else lowered(result)
            gaps = () if answer is not None else (Gap(measure.name, "limits-missing"),)
            found.append(Reading(answer, result.when, result.source, gaps))
    found += [
        Reading(None, when, gaps=(gap,))
        for when, gap in results.unusable(measure)
        if when is not None and when >= since
    ]
    return found


def _why_none(call: Call, measure: Measure) -> str:
    results = call.picture.results
    if results.gap is not None:
        return results.gap.why
    undated = next((gap.why for when, gap in results.unusable(measure) if when is None), None)
    return undated or ("too-old" if results.series(measure) else "absent")


def positive(finding: Finding) -> bool | None:
    """Whether a qualitative result is positive; None when it cannot be read."""
    if finding.boolean is not None:
        return finding.boolean
    if finding.codes & _POSITIVE_CODES:
        return True
    if finding.codes & _NEGATIVE_CODES:
        return False
    folded = unicodedata.normalize("NFKD", finding.text).encode("ascii", "ignore").decode()
    text = folded.lower()
    if any(word in text for word in _NEGATIVE_WORDS):
        return False
    if any(word in text for word in _POSITIVE_WORDS):
        return True
    return _flagged(finding)


def _flagged(finding: Finding) -> bool | None:
    if finding.flags & {"POS", "DET"}:
        return True
    return False if finding.flags & {"NEG", "ND"} else None


def autoantibody_ever(call: Call) -> bool | None:
    """Whether a lupus autoantibody was ever positive; None when that is not known.

    False needs antinuclear and anti-dsDNA antibodies both tested and every result readable.
    """
    results = call.picture.results
    answers = [positive(finding) for finding in results.findings(*_QUALITATIVE)]
    for concept in _QUANTIFIED:
        measure = Measure(concept, (concept,), "anti_dsdna", "[IU]/mL")
        usable = {result.source: result for result in results.series(_in_kit_units((concept,)))}
        usable |= {result.source: result for result in results.series(measure)}
        answers += [raised(result) for result in usable.values()]
        answers += [_unread(f) for f in results.findings(concept) if f.source not in usable]
    answers += [_titre(call, finding) for finding in results.findings(_TITRE)]
    if True in answers:
        return True
    tested = results.findings(*_ANA) and results.findings(*_DSDNA)
    return False if tested and None not in answers and results.gap is None else None


def _unread(finding: Finding) -> bool | None:
    """What a quantified antibody says when its number cannot be compared (a kit's own unit)."""
    if finding.flags & HIGH_FLAGS:
        return True
    if finding.number is not None:
        return False if finding.flags & _NORMAL else None
    return positive(finding)


def _titre(call: Call, finding: Finding) -> bool | None:
    limit = call.number("serology", "ana_titre")
    written = finding.text.replace(" ", "").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    number = finding.number
    if number is None and written.isdigit():
        number = float(written)
    if number is None:
        return positive(finding)
    if finding.comparator in _BELOW or "<" in finding.text:
        return False if number <= limit else None
    if number >= limit:
        return True
    return None if finding.comparator.startswith(">") or ">" in finding.text else False
