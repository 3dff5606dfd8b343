"""The patients behind each rule, under pseudonyms, without dates or text of their charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from cds_service.cohort.names import FINDINGS
from cds_service.store.secret import hashed

_MOST = 200
"""Patients listed for each rule; findings.ndjson has them all."""


class _Row(msgspec.Struct, frozen=True):
    patient: str
    rule: str
    verdict: str
    indicator: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """One patient under a rule."""

    pseudonym: str
    verdict: str
    indicator: str
    facts: str


@dataclass(slots=True)
class Patients:
    """The patients of one rule; `more` of them are not listed."""

    title: str
    listed: list[Listed] = field(default_factory=list)
    more: int = 0


def pseudonym(secret: bytes, patient: str) -> str:
    """The keyed hash of a patient, short enough to be read out."""
    return hashed(secret, "cohort", patient)[:12]


def patients_by_rule(folder: Path, secret: bytes, titles: Mapping[str, str]) -> dict[str, Patients]:
    """The first patients of each rule, in the order of their pseudonyms."""
    found: dict[str, Patients] = {}
    decoder = msgspec.json.Decoder(_Row)
    with (folder / FINDINGS).open("rb") as file:
        for row in map(decoder.decode, file):
            patients = found.setdefault(row.rule, Patients(titles.get(row.rule, "")))
            if len(patients.listed) == _MOST:
                patients.more += 1
                continue
            name = pseudonym(secret, row.patient)
            told = facts_without_text(row.facts)
            patients.listed.append(Listed(name, row.verdict, row.indicator, told))
    for patients in found.values():
        patients.listed.sort(key=lambda one: one.pseudonym)
    return dict(sorted(found.items()))


def facts_without_text(facts: Mapping[str, Any]) -> str:
    """Numbers and categories: nothing that could tell who it is."""
    return ", ".join(
        f"{name} {_told(value)}"
        for name, value in facts.items()
        if isinstance(value, int | float | dict) or name == "category"
    )


def _told(value: Any) -> str:  # noqa: ANN401 (a fact as it stands in the file)
    match value:
        case bool():
            return "✓" if value else "✗"
        case int() | float():
            return f"{value:g}"
        case dict():
            return f"{value.get('low', '')}–{value.get('high', '')}"
        case _:
            return str(value)
