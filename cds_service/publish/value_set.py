"""A ValueSet of ours, put together from the codes it lists or the value sets it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cds_service.engine.table import Worded
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import FRANCE, Edition, Json, canonical


def value_set(
    name: str, title: Worded, told: str, include: Iterable[Json], edition: Edition
) -> Json:
    """A value set with its blocks; `told` is its description, in English."""
    return {
        **edition.head("ValueSet", name),
        **both("title", title, "en"),
        "experimental": False,
        "description": told,
        "jurisdiction": [FRANCE],
        "compose": {"include": list(include)},
    }


def codes(system: str, listed: Mapping[str, str]) -> Json:
    """A block of codes, with their display where it is known."""
    concepts = [
        {"code": code, **({"display": display} if display else {})}
        for code, display in listed.items()
    ]
    return {"system": system, "concept": concepts}


def wholes(members: Iterable[str]) -> list[Json]:
    """One block a value set: several in one block would mean what they share."""
    return [{"valueSet": [canonical("ValueSet", member)]} for member in members]
