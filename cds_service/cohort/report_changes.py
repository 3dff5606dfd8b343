"""What changed between two runs, for readers: by rule, under pseudonyms, reasons in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cds_service.cohort.compare import Change, Said
from cds_service.cohort.drill_down import facts_without_text, pseudonym
from cds_service.engine.pack import Pack, Rule

_MOST = 100
"""Patients listed for each rule; compare.json has them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule said in one run."""

    verdict: str
    because: str
    shadow: bool
    facts: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One patient whose card of a rule changed."""

    pseudonym: str
    change: str
    before: Told
    after: Told


@dataclass(slots=True)
class Changes:
    """The changes of one rule; `more` of them are not listed."""

    listed: list[Changed] = field(default_factory=list)
    more: int = 0


def changes_by_rule(
    changes: Iterable[Change], pack: Pack, secret: bytes, language: str
) -> dict[str, Changes]:
    """The first changes of each rule, in the order of their kinds and pseudonyms."""
    rules = {rule.id: rule for rule in pack.rules}
    found: dict[str, Changes] = {}
    for one in changes:
        changed = found.setdefault(one.rule, Changes())
        if len(changed.listed) == _MOST:
            changed.more += 1
            continue
        # A rule that the content of today no longer has keeps the words it used then.
        rule = rules.get(one.rule)
        then, now = (_told(said, rule, pack, language) for said in (one.before, one.after))
        changed.listed.append(Changed(pseudonym(secret, one.patient), one.change, then, now))
    for changed in found.values():
        changed.listed.sort(key=lambda one: (one.change, one.pseudonym))
    return dict(sorted(found.items()))


def _told(said: Said, rule: Rule | None, pack: Pack, language: str) -> Told:
    words = (rule.table.quiet if rule else {}).get(said.because) or pack.reasons.get(said.because)
    because = words.in_language(language) if words else said.because
    return Told(said.verdict, because, said.shadow, facts_without_text(said.facts))
