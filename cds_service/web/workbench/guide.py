"""The integration guide: what people wrote of it (guide.yaml) and what the code tells by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from cds_service.engine.table import Worded
from cds_service.evidence.templates import REQUIRED_TYPES, TEMPLATES
from cds_service.picture.codes import codes_of, known_concepts
from cds_service.picture.unit_table import CANONICAL, FACTORS, REFUSED


class Asked(msgspec.Struct, frozen=True, rename={"otherwise": "else"}):
    """One requirement: how strong, what, and what happens otherwise."""

    level: str
    what: Worded
    otherwise: Worded


class ErrorRow(msgspec.Struct, frozen=True):
    """A status code, what it means and what to do."""

    status: int
    means: Worded
    todo: Worded


class Guide(msgspec.Struct, frozen=True):
    """The written part of the guide."""

    requirements: tuple[Asked, ...]
    authentication: tuple[Worded, ...]
    errors: tuple[ErrorRow, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """The units of one kind of quantity."""

    kind: str
    canonical: str
    accepted: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One prefetch key with its template, and how much it is needed."""

    key: str
    template: str
    level: str


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """One concept with its codes by system."""

    concept: str
    codes: tuple[tuple[str, str], ...]


@cache
def guide() -> Guide:
    """The written part (guide.yaml)."""
    text = (files(__package__) / "guide.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Guide)


@cache
def units() -> tuple[UnitRow, ...]:
    """Every kind of quantity with the units that are read."""
    return tuple(
        UnitRow(kind, CANONICAL[kind], tuple(factors), tuple(sorted(REFUSED.get(kind, ()))))
        for kind, factors in FACTORS.items()
    )


@cache
def templates() -> tuple[TemplateRow, ...]:
    """The prefetch templates, as discovery offers them."""
    return tuple(
        TemplateRow(key, template, _level(template)) for key, template in TEMPLATES.items()
    )


def _level(template: str) -> str:
    kind = template.split("?", maxsplit=1)[0].split("/", maxsplit=1)[0]
    if kind in REQUIRED_TYPES:
        return "MUST"
    return "MAY" if kind == "PractitionerRole" else "SHOULD"


@cache
def systems() -> tuple[tuple[str, int], ...]:
    """Every code system with the number of its codes that are understood."""
    found = {pair for concept in known_concepts() for pair in codes_of(concept)}
    return tuple(Counter(system for system, _ in found).most_common())


@cache
def concept_rows() -> tuple[ConceptRow, ...]:
    """Every concept with its codes, groups of other concepts left out."""
    return tuple(_rows())


def _rows() -> Iterator[ConceptRow]:
    for concept in sorted(known_concepts()):
        by_system: dict[str, list[str]] = {}
        for system, code in codes_of(concept):
            by_system.setdefault(system, []).append(code)
        if by_system:
            listed = tuple((s, " ".join(sorted(set(c)))) for s, c in by_system.items())
            yield ConceptRow(concept, listed)
