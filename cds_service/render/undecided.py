"""The words of a card that says what cannot be told, and which data are missing."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.evaluate import Outcome
from cds_service.engine.verdict import CannotTell
from cds_service.render.gaps import gap_list, gap_name
from cds_service.render.phrases import CHECKS, COLON, LACKING, UNDECIDED, UNDECIDED_SUMMARY
from cds_service.render.wording import SUMMARY_LIMIT, cut

_TITLE_LIMIT = 70
_TITLES = 8
"""Rules that lack the same and are still named one by one on a card."""


def undecided_summary(outcomes: tuple[Outcome, ...], language: str) -> str:
    """One sentence under 140 characters that names as many missing data as fit."""
    names = list(dict.fromkeys(
        gap_name(gap, language)
        for outcome in outcomes if isinstance(outcome.verdict, CannotTell)
        for gap in outcome.verdict.missing
    ))  # fmt: skip
    opening = f"{UNDECIDED_SUMMARY.in_language(language)} ({_about(outcomes, language)})"
    if not names:
        return cut(opening) if len(opening) >= SUMMARY_LIMIT else opening
    opening += f" — {LACKING.in_language(language)}{COLON.in_language(language)}"
    for shown in range(len(names), 0, -1):
        left = len(names) - shown
        sentence = opening + ", ".join(names[:shown]) + (f" (+{left})" if left else "")
        if len(sentence) < SUMMARY_LIMIT:
            return sentence
    return cut(opening + names[0])


def undecided_detail(outcomes: Iterable[Outcome], language: str) -> str:
    """The title of each rule that cannot tell, with its gaps, as a Markdown list.

    More than a few rules that lack the same are counted instead: the trace names them.
    """
    by_gaps: dict[str, list[str]] = {}
    for outcome in outcomes:
        if isinstance(outcome.verdict, CannotTell):
            gaps = gap_list(outcome.verdict.missing, language)
            by_gaps.setdefault(gaps, []).append(outcome.rule.table.title.in_language(language))
    return "\n".join(
        _line(title, gaps, language)
        for gaps, titles in by_gaps.items()
        for title in (titles if len(titles) <= _TITLES else [_checks(len(titles), language)])
    )


def _line(title: str, gaps: str, language: str) -> str:
    words = (UNDECIDED.in_language(language), gaps)
    said = COLON.in_language(language).join(text for text in words if text)
    return f"- **{title}** — {said}"


def _about(outcomes: tuple[Outcome, ...], language: str) -> str:
    if len(outcomes) == 1:
        title = outcomes[0].rule.table.title.in_language(language)
        if len(title) <= _TITLE_LIMIT:
            return title
    return _checks(len(outcomes), language)


def _checks(count: int, language: str) -> str:
    return CHECKS.in_language(language).replace("{count}", str(count))
