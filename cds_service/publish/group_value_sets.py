"""The codes of each group of results, listed one by one.

Tools without the code systems at hand cannot follow a value set of value sets; these bind codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cds_service.publish.canonical import Edition, Json, canonical
from cds_service.publish.profile_source import ProfileSource
from cds_service.publish.value_set import value_set


def group_id(profile: ProfileSource) -> str:
    """The id of the value set of a group: of `lupus-serology` it is `group.serology`."""
    return f"group.{profile.id.removeprefix('lupus-')}"


def group_value_sets(
    profiles: Iterable[ProfileSource], value_sets: Iterable[Json], edition: Edition
) -> Iterator[Json]:
    """One for each profile of a group, from the value sets of its concepts."""
    known = {listing["url"]: listing for listing in value_sets}
    for profile in profiles:
        if profile.concepts:
            yield _group(profile, known, edition)


def _group(profile: ProfileSource, known: Mapping[str, Json], edition: Edition) -> Json:
    by_system: dict[str, dict[str, Json]] = {}
    for concept in profile.concepts:
        for system, entry in _listed(known[canonical("ValueSet", concept)], known):
            by_system.setdefault(system, {}).setdefault(entry["code"], entry)
    include = [
        {"system": system, "concept": list(entries.values())}
        for system, entries in by_system.items()
    ]
    told = f"{profile.title.en}: the codes of {', '.join(profile.concepts)}."
    return value_set(group_id(profile), profile.title, told, include, edition)


def _listed(listing: Json, known: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    for block in listing.get("compose", {}).get("include", ()):
        for entry in block.get("concept", ()):
            yield block["system"], entry
        for url in block.get("valueSet", ()):
            yield from _listed(known[url], known)
