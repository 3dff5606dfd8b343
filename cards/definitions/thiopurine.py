"""TPMT and NUDT15: whether thiopurines are broken down normally, from genotype or activity.

The slower of the two decides. A low activity without a grade counts as a partial deficiency.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from cards.definitions.requested import says
from cds_service.model_api import Call, Finding, Gap

_GENES = {"TPMT": ("obs.tpmt.geno", "obs.tpmt"), "NUDT15": ("obs.nudt15",)}
_LOW_FLAGS, _NORMAL_FLAGS = {"L", "LL", "LU"}, {"N"}


class Grade(Enum):
    """How much activity is left; the value is the wording of the rule."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NORMAL = "normal"


_CODES = {
    "LA9657-3": Grade.COMPLETE,
    "LA10317-8": Grade.PARTIAL,
    "LA25391-6": Grade.NORMAL,
    "LA10315-2": Grade.NORMAL,
}
# Tried in this order: "partial deficiency" and "homozygote normal" hold words of the others.
_WORDS = (
    (Grade.PARTIAL, ("intermedia", "partiel", "heterozyg", "partial")),
    (Grade.NORMAL, ("normal", "rapide", "rapid", "sauvage", "wild")),
    (Grade.COMPLETE, ("lent", "complet", "homozyg", "poor", "absent", "null", "effondre")),
)


@dataclass(frozen=True, slots=True)
class Thiopurine:
    """The grade (None: not known), the gene that gives it, its day; unreadable results as gaps."""

    grade: Grade | None
    gene: str = ""
    when: date | None = None
    source: str = ""
    gaps: tuple[Gap, ...] = ()


def thiopurine(call: Call) -> Thiopurine:
    """What is known of TPMT and NUDT15; normal needs TPMT."""
    found: list[Thiopurine] = []
    gaps: list[Gap] = []
    for gene, concepts in _GENES.items():
        tested = call.picture.results.findings(*concepts)
        read = [
            Thiopurine(grade, gene, finding.when, finding.source)
            for finding in tested
            if (grade := _grade(finding)) is not None
        ]
        if read:
            found.append(read[0])
        elif tested:
            gaps.append(Gap("tpmt", "value-unreadable", gene))
    for grade in (Grade.COMPLETE, Grade.PARTIAL):
        for one in found:
            if one.grade is grade:
                return one
    if gaps:
        return Thiopurine(None, gaps=tuple(gaps))
    return next((one for one in found if one.gene == "TPMT"), Thiopurine(None))


def _grade(finding: Finding) -> Grade | None:
    for code in finding.codes:
        if code in _CODES:
            return _CODES[code]
    for grade, words in _WORDS:
        if says(finding.text, words):
            return grade
    if finding.flags & _LOW_FLAGS:
        return Grade.PARTIAL
    return Grade.NORMAL if finding.flags & _NORMAL_FLAGS else None
