"""The numbers of a rule in words: meaning, values by date, source and place."""

from __future__ import annotations

from collections.abc import Iterator

from cds_service.engine.pack import Rule
from cds_service.engine.table import DatedValue, Worded
from cds_service.publish.related_artifacts import CERTAINTY
from cds_service.render.language import number
from cds_service.render.phrases import COLON

_SINCE, _TO = Worded("depuis le", "since"), Worded("au", "to")


def numbers_in_words(rule: Rule) -> Worded:
    """Every number of the rule as a Markdown list; empty when it has none."""
    return Worded("\n".join(_numbers(rule, "fr")), "\n".join(_numbers(rule, "en")))


def _numbers(rule: Rule, language: str) -> Iterator[str]:
    for measured in rule.table.numbers.values():
        values = ", ".join(_value(value, measured.unit, language) for value in measured.values)
        yield f"- {measured.means.in_language(language)}{COLON.in_language(language)}{values}"


def _value(value: DatedValue, unit: str, language: str) -> str:
    written = f"{number(value.value, language)} {unit}".strip()
    period = f"{_SINCE.in_language(language)} {value.since.isoformat()}"
    if value.until is not None:
        period += f" {_TO.in_language(language)} {value.until.isoformat()}"
    how = CERTAINTY[value.certainty].in_language(language)
    return f"{written} ({period}, {value.source}, {value.locator}, {how})"
