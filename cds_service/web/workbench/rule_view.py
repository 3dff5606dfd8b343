"""One rule as people read it: everything of its table, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cds_service.catalogue import Entry, catalogue
from cds_service.engine.pack import Pack, Rule
from cds_service.engine.table import Citation, DatedValue, Indicator, Source
from cds_service.render.places import Places, places_of
from cds_service.web.workbench.history import Event, events
from cds_service.web.workbench.measured import measured

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
    place: str
    present: bool


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A citation with its source, the place in it, and what was read of it."""

    citation: Citation
    place: str
    read: str
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
    history: tuple[Event, ...]

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
    places = places_of(pack, language)
    return tuple(
        _view(rule, entry, pack, places, language, today)
        for rule, entry in zip(pack.rules, entries, strict=True)
    )


def _view(
    rule: Rule, entry: Entry, pack: Pack, places: Places, language: str, today: date
) -> RuleView:
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
        numbers=tuple(_numbers(rule, pack, places, language, today)),
        sources=tuple(
            CitedSource(c, places.told(c.locator), places.told(source.read), source)
            for c in table.sources
            for source in (pack.sources[c.id],)
        ),
        overrides=tuple(pack.overrides[o].display.in_language(language) for o in table.override),
        suggestions=tuple(
            (_named(o.label.in_language(language)), _named(o.action.in_language(language)))
            for o in table.suggestions.values()
        ),
        not_modelled=table.not_modelled.in_language(language) if table.not_modelled else "",
        snooze_days=table.snooze_days,
        history=events(rule, pack.sources, language, today),
    )


def _numbers(
    rule: Rule, pack: Pack, places: Places, language: str, today: date
) -> Iterator[NumberRow]:
    for one in rule.table.numbers.values():
        in_force = one.on(today)
        begun = [dated for dated in one.values if dated.since <= today]
        for dated in reversed(one.values):
            yield NumberRow(
                means=one.means.in_language(language),
                value=measured(dated.value, one.unit, language),
                dated=dated,
                source=pack.sources[dated.source].label.in_language(language),
                place=places.told(dated.locator),
                present=in_force is not None and dated is begun[-1],
            )


def _named(text: str) -> str:
    """A wording with its slots as names between angle quotes."""
    return _SLOT.sub(lambda slot: f"‹{slot[1].replace('_', ' ')}›", text)
