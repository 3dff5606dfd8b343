"""Under which terms codes of others are published: they stay their owners'."""

from __future__ import annotations

import json
from functools import cache

import fhir_profiles
from cds_service.publish.canonical import Json

_LISTING = {"ValueSet", "ConceptMap"}


@cache
def outside_systems() -> dict[str, dict[str, str]]:
    """URI -> name, and terms where the owner asks for them, of each code system of others."""
    text = (fhir_profiles.root() / "system-names.json").read_text(encoding="utf-8")
    systems: dict[str, dict[str, str]] = json.loads(text)
    return systems


def with_terms(resource: Json) -> Json:
    """A value set or map with the terms of the systems whose codes it lists, else as it is."""
    if resource["resourceType"] not in _LISTING:
        return resource
    known = outside_systems()
    terms = [known[uri].get("terms", "") for uri in sorted(_systems(resource)) if uri in known]
    told = "\n\n".join(dict.fromkeys(text for text in terms if text))
    return {**resource, "copyright": told} if told else resource


def _systems(resource: Json) -> set[str]:
    compose = resource.get("compose", {})
    listed = [*compose.get("include", ()), *compose.get("exclude", ())]
    found = {block["system"] for block in listed if "concept" in block}
    for group in resource.get("group", ()):
        found |= {group["source"], group["target"]}
    return found
