"""The value sets, groups and products of the data contract, indexed for look-up by code."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import fhir_profiles
from cds_service.picture.code_forms import FRENCH_PRODUCTS, ancestors, normalised

Code = tuple[str, str]  # canonical system, code


@dataclass(frozen=True, slots=True)
class CodeIndex:
    """Concepts by normalised code, exclusions, groups above each concept, codes as written."""

    included: Mapping[Code, frozenset[str]]
    excluded: Mapping[Code, frozenset[str]]
    groups_above: Mapping[str, frozenset[str]]
    written: Mapping[str, tuple[Code, ...]]

    def concepts(self, system: str, code: str) -> frozenset[str]:
        """Return the concepts that a code of a canonical system states, with all their groups."""
        forms = ancestors(system, normalised(system, code))
        keys = [(lookup_system(system), form) for form in forms]
        own = {concept for key in keys for concept in self.included.get(key, ())}
        own -= {concept for key in keys for concept in self.excluded.get(key, ())}
        return self.with_groups(own)

    def with_groups(self, own: set[str] | frozenset[str]) -> frozenset[str]:
        """Return concepts together with every group above them."""
        above = (self.groups_above.get(concept, frozenset()) for concept in own)
        return frozenset(own).union(*above)


def lookup_system(system: str) -> str:
    """Return the key under which a system's codes are filed."""
    # One French URI is documented as CIS by some guides and as CIP by others, so the three are
    # filed together: their codes differ in length and leading digits, and cannot collide.
    return "french-product" if system in FRENCH_PRODUCTS else system


@lru_cache(maxsize=1)
def code_index() -> CodeIndex:
    """Read the data contract once and return its index."""
    root = fhir_profiles.root()
    included: dict[Code, set[str]] = {}
    excluded: dict[Code, set[str]] = {}
    written: dict[str, list[Code]] = {}
    for concept, part, system, code in _listed_codes(root):
        key = (lookup_system(system), normalised(system, code))
        (included if part == "include" else excluded).setdefault(key, set()).add(concept)
        codes = written.setdefault(concept, [])
        if part == "include":
            codes.append((system, code))
    members: dict[str, list[str]] = json.loads((root / "groups.json").read_text(encoding="utf-8"))
    return CodeIndex(
        included={key: frozenset(found) for key, found in included.items()},
        excluded={key: frozenset(found) for key, found in excluded.items()},
        groups_above=_groups_above(members),
        written={name: _written(name, written, members) for name in sorted({*written, *members})},
    )


def _listed_codes(root: Path) -> Iterator[tuple[str, str, str, str]]:
    for path in sorted((root / "valuesets").glob("*.json")):
        value_set: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if "compose" not in value_set:  # a drug known by its name only
            yield value_set["id"], "include", "", ""
        for part in ("include", "exclude"):
            for block in value_set.get("compose", {}).get(part, ()):
                for entry in block["concept"]:
                    yield value_set["id"], part, block["system"], entry["code"]
    products = json.loads((root / "medications.json").read_text(encoding="utf-8"))["products"]
    for product in products:
        yield product["concept"], "include", product["system"], product["code"]


def _groups_above(members: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    direct: dict[str, set[str]] = {}
    for group, concepts in members.items():
        for concept in concepts:
            direct.setdefault(concept, set()).add(group)

    def above(concept: str) -> frozenset[str]:
        parents = direct.get(concept, set())
        return frozenset(parents).union(*(above(parent) for parent in parents))

    return {concept: above(concept) for concept in direct}


def _written(
    concept: str, own: Mapping[str, list[Code]], members: Mapping[str, list[str]]
) -> tuple[Code, ...]:
    codes = dict.fromkeys(code for code in own.get(concept, ()) if code != ("", ""))
    for member in members.get(concept, ()):
        codes.update(dict.fromkeys(_written(member, own, members)))
    return tuple(codes)
