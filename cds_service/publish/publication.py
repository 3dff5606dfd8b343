"""All artefacts of one content version, in one place: what is written, packed and served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import fhir_profiles
from cds_service.engine.pack import Pack
from cds_service.publish.canonical import Edition, Json, edition_of
from cds_service.publish.code_systems import code_systems
from cds_service.publish.concept_maps import concept_maps
from cds_service.publish.extensions import extensions
from cds_service.publish.group_value_sets import group_value_sets
from cds_service.publish.implementation_guide import implementation_guide
from cds_service.publish.naming_systems import naming_systems
from cds_service.publish.needs import needs_of
from cds_service.publish.plan_definitions import plan_definitions
from cds_service.publish.site_value_sets import site_value_sets
from cds_service.publish.structure_definitions import structure_definitions
from cds_service.publish.terms import with_terms
from cds_service.publish.value_sets import value_sets, whole_systems


@dataclass(frozen=True)
class Publication:
    """The artefacts and the examples, each sorted by type and id."""

    edition: Edition
    artefacts: tuple[Json, ...]
    examples: tuple[Json, ...]

    @cached_property
    def by_address(self) -> dict[tuple[str, str], Json]:
        """Type and id -> artefact or example."""
        return {(r["resourceType"], r["id"]): r for r in (*self.artefacts, *self.examples)}


def publish(pack: Pack) -> Publication:
    """Make every artefact of a pack and of the data contract; raises ContentError."""
    edition = edition_of(pack)
    examples = tuple(sorted(_examples(), key=_address))
    made = sorted(map(with_terms, _artefacts(pack, edition)), key=_address)
    guide = implementation_guide(made, examples, edition)
    return Publication(edition, tuple(sorted([*made, guide], key=_address)), examples)


def _artefacts(pack: Pack, edition: Edition) -> Iterator[Json]:
    needs = needs_of(pack)
    systems = tuple(code_systems(pack, edition))
    yield from systems
    yield from whole_systems(systems, edition)
    lists = tuple(value_sets(edition))
    yield from lists
    yield from site_value_sets(edition)
    yield from group_value_sets(needs.profiles, lists, edition)
    yield from concept_maps(edition)
    yield from naming_systems(edition)
    yield from extensions(edition)
    yield from structure_definitions(needs, edition)
    yield from plan_definitions(pack, needs, edition)


def _examples() -> Iterator[Json]:
    """The sample patients, as they are written."""
    for path in sorted((fhir_profiles.root() / "examples").rglob("*.json")):
        found: Json = json.loads(path.read_text(encoding="utf-8"))
        if found.get("resourceType") == "Bundle":
            yield {"resourceType": "Bundle", "id": path.stem.replace(".", "-"), **found}


def _address(resource: Json) -> tuple[str, str]:
    return resource["resourceType"], resource["id"]
