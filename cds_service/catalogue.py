"""The rules of a pack as a list for people and programs."""

from __future__ import annotations

from datetime import date

import msgspec

from cds_service.engine.pack import Pack, Rule
from cds_service.render.citations import source_ids

_WEAKER = {"S": 0, "V": 1, "V2": 2, "K": 3}


class Entry(msgspec.Struct, frozen=True):
    """One rule; `certainty` is the weakest of its citations and numbers (S, V, V2, K)."""

    id: str
    topic: str
    hooks: tuple[str, ...]
    status: str
    title: str
    sources: tuple[str, ...]
    certainty: str
    review_by: date


def catalogue(pack: Pack, language: str) -> tuple[Entry, ...]:
    """Every rule of the pack, switched-off ones included."""
    return tuple(
        Entry(
            id=rule.id,
            topic=rule.topic,
            hooks=rule.table.hooks,
            status=rule.table.status,
            title=rule.table.title.in_language(language),
            sources=source_ids(rule.table.sources),
            certainty=_weakest(rule),
            review_by=rule.table.review_by,
        )
        for rule in pack.rules
    )


def _weakest(rule: Rule) -> str:
    said = [citation.certainty for citation in rule.table.sources]
    said += [v.certainty for number in rule.table.numbers.values() for v in number.values]
    return max(said, key=lambda certainty: _WEAKER[certainty], default="K")
