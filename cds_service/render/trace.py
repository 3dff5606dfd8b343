"""Why each rule said what it said: one row a rule, for people and for tests."""

# ruff: noqa: N815 (member names as JSON has them)

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from cds_service.engine.evaluate import Outcome
from cds_service.engine.pack import Pack
from cds_service.engine.table import Table
from cds_service.engine.verdict import CannotTell, Fact, Failed, Fires, Quiet
from cds_service.picture.values import Amount, Known
from cds_service.render.citations import source_ids
from cds_service.render.gaps import gap_text
from cds_service.render.wording import Writer

_NONE: Mapping[str, date] = {}

JsonFact = float | int | str | bool | date | dict[str, float] | list[Any]


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a known fact comes from and of which day it is."""

    source: str = ""
    when: date | None = None


class Row(msgspec.Struct, frozen=True):
    """One rule's verdict and reasons; `missing` entries begin with the code of what is missing."""

    rule: str
    verdict: str
    because: str
    facts: dict[str, JsonFact]
    missing: tuple[str, ...]
    sources: tuple[str, ...]
    factSources: dict[str, Origin] | msgspec.UnsetType = msgspec.UNSET
    shadow: bool | msgspec.UnsetType = msgspec.UNSET
    snoozed: bool | msgspec.UnsetType = msgspec.UNSET
    snoozedUntil: date | msgspec.UnsetType = msgspec.UNSET


def trace(
    outcomes: Iterable[Outcome], pack: Pack, language: str, snoozed: Mapping[str, date] = _NONE
) -> tuple[Row, ...]:
    """A row for every rule, in the pack's order, rules in shadow and snoozed ones included."""
    writer = Writer(language, pack.terms)
    return tuple(_row(outcome, pack, writer, snoozed.get(outcome.rule.id)) for outcome in outcomes)


def _row(outcome: Outcome, pack: Pack, writer: Writer, snoozed_until: date | None) -> Row:
    verdict = outcome.verdict
    facts: Mapping[str, Fact] = {} if isinstance(verdict, Failed) else verdict.facts
    missing = () if isinstance(verdict, Failed) else verdict.missing
    origins = {
        key: Origin(fact.source, fact.when)
        for key, fact in facts.items()
        if isinstance(fact, Known) and (fact.source or fact.when)
    }
    name, because = _said(outcome, pack, writer)
    return Row(
        rule=outcome.rule.id,
        verdict=name,
        because=because,
        facts={key: value for key, fact in facts.items() if (value := plain(fact)) is not None},
        missing=tuple(f"{gap.what}: {gap_text(gap, writer.language)}" for gap in missing),
        sources=source_ids(outcome.rule.table.sources),
        factSources=origins or msgspec.UNSET,
        shadow=True if outcome.shadow else msgspec.UNSET,
        snoozed=True if snoozed_until else msgspec.UNSET,
        snoozedUntil=snoozed_until or msgspec.UNSET,
    )


def _said(outcome: Outcome, pack: Pack, writer: Writer) -> tuple[str, str]:
    """The name of the verdict, and the reason in words."""
    table = outcome.rule.table
    match outcome.verdict:
        case Fires(wording=wording, slots=slots):
            return "fires", writer.summary(table.wording[wording].summary, slots)
        case Quiet(reason=reason):
            return "quiet", _reason(reason, table, pack, writer.language)
        case CannotTell(missing=missing):
            texts = (gap_text(gap, writer.language) for gap in missing)
            return "cannot-tell", "; ".join(dict.fromkeys(texts))
        case Failed(incident=incident):
            return "failed", f"incident {incident}"


def _reason(reason: str, table: Table, pack: Pack, language: str) -> str:
    known = table.quiet.get(reason) or pack.reasons.get(reason)
    return known.in_language(language) if known else reason


def plain(fact: Any) -> JsonFact | None:  # noqa: ANN401 (a Known may hold anything)
    """A fact as JSON: a day as ISO date, an inexact amount by its bounds; None when it has none."""
    match fact:
        case Known(value=value):
            return plain(value)
        case Amount(low=low, high=high):
            if low == high:
                return plain(low)
            bounds = {"low": low, "high": high}
            return {name: bound for name, bound in bounds.items() if math.isfinite(bound)}
        case float() if not math.isfinite(fact):
            return None
        case bool() | int() | float() | str() | date():
            return fact
        case tuple() | list() | set() | frozenset():
            return [value for item in fact if (value := plain(item)) is not None]
        case None:
            return None
        case _:
            return str(fact)
