"""What the client should know about its request, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.evaluate import Outcome
from cds_service.engine.table import Worded
from cds_service.engine.verdict import Failed
from cds_service.evidence.evidence import Notice
from cds_service.render.chart_text import cleaned

_LONGEST = 80
_SENTENCES = {
    "other-patient": Worded(
        "{what} concerne un autre patient et n'a pas été pris en compte.",
        "{what} is about another patient and was set aside.",
    ),
    "unreadable": Worded(
        "{what} : des données illisibles n'ont pas été prises en compte.",
        "{what}: data that could not be read were set aside.",
    ),
    "rule-failed": Worded(
        "La règle {what} n'a pas pu être évaluée.", "The rule {what} could not be evaluated."
    ),
}


def notice_texts(
    notices: Iterable[Notice], outcomes: Iterable[Outcome], language: str
) -> tuple[str, ...]:
    """A sentence for each notice of the evidence and each rule that failed."""
    failed = [
        Notice("rule-failed", f"{outcome.rule.id} ({outcome.verdict.incident})")
        for outcome in outcomes
        if isinstance(outcome.verdict, Failed)
    ]
    return tuple(_sentence(notice, language) for notice in (*notices, *failed))


def _sentence(notice: Notice, language: str) -> str:
    what = cleaned(notice.what, _LONGEST)
    known = _SENTENCES.get(notice.code)
    return (
        known.in_language(language).replace("{what}", what) if known else (f"{notice.code}: {what}")
    )
