"""Hepatitis B: met or not, from HBsAg, anti-HBc, viral DNA and the problem list.

A marker that was ever positive stays so (a resolved infection can reactivate); negative needs HBsAg
and total anti-HBc both tested, dated and negative.
"""

from dataclasses import dataclass
from datetime import date

from cards.definitions.serology import positive
from cds_service.model_api import Call, Gap

_MARKERS = {"hbv.hbsag": "obs.hbsag", "hbv.anti-hbc": "obs.antihbc"}
_NAMES = {"hbv.hbsag": "AgHBs", "hbv.anti-hbc": "anti-HBc"}


@dataclass(frozen=True, slots=True)
class HepatitisB:
    """Whether the virus was ever met, the proof (a term of the glossary), its day, the gaps."""

    met: bool | None
    proof: str = ""
    when: date | None = None
    source: str = ""
    gaps: tuple[Gap, ...] = ()


def hepatitis_b(call: Call) -> HepatitisB:
    """What the record says of hepatitis B."""
    for problem in call.picture.problems.of("cond.hbv"):
        return HepatitisB(True, "hbv.listed", problem.since, problem.reference)
    results = call.picture.results
    for proof, concepts in (*_MARKERS.items(), ("hbv.anti-hbc", "obs.antihbc-igm")):
        for finding in results.findings(concepts):
            if positive(finding):
                return HepatitisB(True, proof, finding.when, finding.source)
    for finding in results.findings("obs.hbvdna"):
        quantified = bool(finding.number) and not finding.comparator.startswith("<")
        if positive(finding) or quantified:
            return HepatitisB(True, "hbv.dna", finding.when, finding.source)
    gaps = tuple(gap for proof in _MARKERS for gap in _missing(call, proof))
    if gaps:
        return HepatitisB(None, gaps=gaps)
    tested = [f.when for f in results.findings("obs.hbsag") if f.when is not None]
    return HepatitisB(False, when=max(tested, default=None))


def _missing(call: Call, proof: str) -> tuple[Gap, ...]:
    results = call.picture.results
    answers = [positive(f) for f in results.findings(_MARKERS[proof]) if f.when is not None]
    if False in answers:
        return ()
    if results.gap is not None:
        return (Gap("hepatitis-b", results.gap.why),)
    why = "value-unreadable" if results.findings(_MARKERS[proof]) else "absent"
    return (Gap("hepatitis-b", why, _NAMES[proof]),)
