"""What changed of a rule and when: its numbers, the changelog of the content, its next review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from cds_service.engine.pack import Rule
from cds_service.engine.table import Source
from cds_service.web.workbench.measured import measured
from cds_service.web.workbench.words import word

_VERSION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^- (.*?)(?=^- |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Event:
    """Something of a day; `ahead` when the day is still to come."""

    day: date
    text: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the content and what its changelog says; no entries when it names nothing."""

    version: str
    entries: tuple[str, ...]


def events(
    rule: Rule, sources: Mapping[str, Source], language: str, today: date
) -> tuple[Event, ...]:
    """The dated events of a rule, newest first."""
    found = dict.fromkeys(_events(rule, sources, language))
    newest = sorted(found, key=lambda event: event[0], reverse=True)
    return tuple(Event(day, text, day > today) for day, text in newest)


def _events(rule: Rule, sources: Mapping[str, Source], language: str) -> Iterator[tuple[date, str]]:
    yield rule.table.review_by, word("history.review", language)
    for number in rule.table.numbers.values():
        means = number.means.in_language(language)
        for dated in number.values:
            value = measured(dated.value, number.unit, language)
            source = sources[dated.source].label.in_language(language)
            yield (
                dated.since,
                word("history.since", language, means=means, value=value, source=source),
            )
            if dated.until:
                yield dated.until, word("history.until", language, means=means, value=value)
            yield dated.checked_on, word("history.checked", language)


@cache
def releases(package: str, rule_id: str) -> tuple[Release, ...]:
    """The versions whose changelog names a rule, newest first, and the one that brought it.

    The changelog names each rule that is added or changed after the first version.
    """
    file = files(package) / "CHANGELOG.md"
    if not file.is_file():
        return ()
    versions = _VERSION.findall(file.read_text(encoding="utf-8"))
    named = re.compile(rf"(?<![\w-]){re.escape(rule_id)}(?![\w-])")
    told = [
        Release(
            version, tuple(" ".join(e.split()) for e in _ENTRY.findall(body) if named.search(e))
        )
        for version, body in versions
    ]
    return tuple(one for one in told if one.entries or one.version == versions[-1][0])
