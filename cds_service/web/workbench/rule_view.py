"""One rule as people read it: everything of its table, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cds_service.catalogue import Entry, catalogue
from cds_service.engine.pack import Pack, Rule
from cds_service.engine.table import Citation, DatedValue, Indicator, Source
from cds_service.render.language import number
from cds_service.render.units import UNITS

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_URGENCY = {"critical": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Speech:
    """One way the rule speaks."""

    key: str
    indicator: Indicator
    summary: str
    detail: str


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One value of a number of the rule; `present` is the one in force today."""

    means: str
    value: str
    dated: DatedValue
    source: str
    present: bool


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A citation with its source."""

    citation: Citation
    source: Source


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as its page shows it."""

    entry: Entry
    question: str
    speaks: tuple[Speech, ...]
    quiet: tuple[str, ...]
    numbers: tuple[NumberRow, ...]
    sources: tuple[CitedSource, ...]
    overrides: tuple[str, ...]
    suggestions: tuple[tuple[str, str], ...]
    not_modelled: str
    snooze_days: int

    @property
    def urgencies(self) -> tuple[Indicator, ...]:
        """The urgencies it may speak with, most urgent first."""
        return tuple(sorted({s.indicator for s in self.speaks}, key=_URGENCY.__getitem__))

    def text(self) -> str:
        """Everything a search looks through, in lower case."""
        said = (s.summary + " " + s.detail for s in self.speaks)
        cited = (c.source.label.fr + " " + c.source.label.en for c in self.sources)
        return " ".join((self.entry.id, self.entry.title, self.question, *said, *cited)).lower()


def rule_views(pack: Pack, language: str, today: date) -> tuple[RuleView, ...]:
    """Every rule of a pack, in the pack's order."""
    entries = catalogue(pack, language)
    return tuple(
        _view(rule, entry, pack, language, today)
        for rule, entry in zip(pack.rules, entries, strict=True)
    )


def _view(rule: Rule, entry: Entry, pack: Pack, language: str, today: date) -> RuleView:
    table = rule.table
    speaks = [
        Speech(
            key,
            said.indicator,
            _named(said.summary.in_language(language)),
            _named(said.detail.in_language(language)),
        )
        for key, said in table.wording.items()
    ]
    return RuleView(
        entry=entry,
        question=table.question.in_language(language),
        speaks=tuple(sorted(speaks, key=lambda said: _URGENCY[said.indicator])),
        quiet=tuple(reason.in_language(language) for reason in table.quiet.values()),
        numbers=tuple(_numbers(rule, pack, language, today)),
        sources=tuple(CitedSource(c, pack.sources[c.id]) for c in table.sources),
        overrides=tuple(pack.overrides[o].display.in_language(language) for o in table.override),
        suggestions=tuple(
            (_named(o.label.in_language(language)), _named(o.action.in_language(language)))
            for o in table.suggestions.values()
        ),
        not_modelled=table.not_modelled.in_language(language) if table.not_modelled else "",
        snooze_days=table.snooze_days,
    )


def _numbers(rule: Rule, pack: Pack, language: str, today: date) -> Iterator[NumberRow]:
    for one in rule.table.numbers.values():
        unit = UNITS.get(one.unit)
        in_force = one.on(today)
        begun = [dated for dated in one.values if dated.since <= today]
        for dated in reversed(one.values):
            written = unit.after(dated.value, language) if unit else one.unit
            yield NumberRow(
                means=one.means.in_language(language),
                value=f"{number(dated.value, language)} {written}".strip(),
                dated=dated,
                source=pack.sources[dated.source].label.in_language(language),
                present=in_force is not None and dated is begun[-1],
            )


def _named(text: str) -> str:
    """A wording with its slots as names between angle quotes."""
    return _SLOT.sub(lambda slot: f"‹{slot[1].replace('_', ' ')}›", text)
