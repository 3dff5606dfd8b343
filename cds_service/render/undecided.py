"""The words of a card that says what cannot be told, and which data are missing."""

from __future__ import annotations

from cds_service.engine.evaluate import Outcome
from cds_service.engine.verdict import CannotTell
from cds_service.render.gaps import gap_list, gap_name
from cds_service.render.phrases import CHECKS, COLON, LACKING, UNDECIDED, UNDECIDED_SUMMARY
from cds_service.render.wording import SUMMARY_LIMIT, cut

_TITLE_LIMIT = 70


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


def undecided_detail(outcome: Outcome, language: str) -> str:
    """The title of a rule that cannot tell, with its gaps, in Markdown."""
    gaps = outcome.verdict.missing if isinstance(outcome.verdict, CannotTell) else ()
    title = outcome.rule.table.title.in_language(language)
    words = (UNDECIDED.in_language(language), gap_list(gaps, language))
    said = COLON.in_language(language).join(text for text in words if text)
    return f"- **{title}** — {said}"


def _about(outcomes: tuple[Outcome, ...], language: str) -> str:
    if len(outcomes) == 1:
        title = outcomes[0].rule.table.title.in_language(language)
        if len(title) <= _TITLE_LIMIT:
            return title
    return CHECKS.in_language(language).replace("{count}", str(len(outcomes)))
