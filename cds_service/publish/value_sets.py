"""The code lists that the service reads, as ValueSets: concepts, groups, and all of a kind."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import fhir_profiles
from cds_service.engine.table import Worded
from cds_service.picture.codes import known_concepts
from cds_service.publish.canonical import FRANCE, Edition, Json
from cds_service.publish.names import also_by_name
from cds_service.publish.value_set import value_set, wholes

_KINDS = {
    "cond": Worded("Problèmes de santé lus", "Problems that are read"),
    "hist": Worded("Antécédents de traitement lus", "Treatment histories that are read"),
    "med": Worded("Médicaments lus", "Medicines that are read"),
    "obs": Worded("Résultats lus", "Results that are read"),
    "proc": Worded("Actes lus", "Procedures that are read"),
    "vac": Worded("Vaccins lus", "Vaccines that are read"),
}
_MEANING = (
    "A code of ATC or of the ICD family stands for every code below it too, whatever the spelling "
    "(with or without the dot); a code in `exclude` does not."
)


def value_sets(edition: Edition) -> Iterator[Json]:
    """Every value set: those of the contract, those of its groups, one for each kind of concept."""
    root = fhir_profiles.root()
    groups: dict[str, list[str]] = json.loads((root / "groups.json").read_text(encoding="utf-8"))
    products = _products()
    written = set()
    for path in sorted((root / "valuesets").glob("*.json")):
        own: Json = json.loads(path.read_text(encoding="utf-8"))
        written.add(own["id"])
        yield _published(own, products[own["id"]], groups.get(own["id"], []), edition)
    for group in sorted(set(groups) - written):
        yield _group(group, groups[group], edition)
    for kind, title in _KINDS.items():
        members = [name for name in sorted(known_concepts()) if name.split(".")[0] == kind]
        told = f"{title.en}, whatever the concept."
        yield value_set(all_of(kind), title, told, wholes(members), edition)


def whole_systems(systems: Iterable[Json], edition: Edition) -> Iterator[Json]:
    """Each code system as a value set of all its codes."""
    for system in systems:
        yield {
            **edition.head("ValueSet", system["id"]),
            **{member: system[member] for member in ("title", "_title") if member in system},
            "experimental": False,
            "description": f"Every code of {system['title']}.",
            "jurisdiction": [FRANCE],
            "compose": {"include": [{"system": system["url"]}]},
        }


def all_of(kind: str) -> str:
    """The id of the value set with every concept of a kind: `cond` gives `all.cond`."""
    return f"all.{kind}"


def _published(own: Json, products: list[Json], members: list[str], edition: Edition) -> Json:
    """The contract's own value set, with the products and the narrower concepts it stands for."""
    compose = own.get("compose", {})
    include = [*compose.get("include", []), *products, *wholes(members)]
    published = {**edition.head("ValueSet", own["id"]), **own}
    published["date"] = edition.day.isoformat()
    published["jurisdiction"] = [FRANCE]
    published["purpose"] = _MEANING
    published["description"] += also_by_name(own["id"])
    if include:
        published["compose"] = {**compose, "include": include}
    return published


def _group(group: str, members: list[str], edition: Edition) -> Json:
    words = group.split(".", maxsplit=1)[1].replace("-", " ").replace(".", ", ")
    return {
        **edition.head("ValueSet", group),
        "title": words[:1].upper() + words[1:],
        "experimental": False,
        "description": f"Any of {', '.join(members)}.{also_by_name(group)}",
        "jurisdiction": [FRANCE],
        "compose": {"include": wholes(members)},
    }


def _products() -> dict[str, list[Json]]:
    """Concept -> include blocks of its French products, one a code system."""
    text = (fhir_profiles.root() / "medications.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for product in json.loads(text)["products"]:
        entry = {"code": product["code"], "display": product["display"]}
        found[product["concept"]][product["system"]].append(entry)
    blocks = {
        concept: [{"system": system, "concept": codes} for system, codes in by_system.items()]
        for concept, by_system in found.items()
    }
    return defaultdict(list, blocks)
