"""The URIs under which a code system is recognised, as NamingSystems; one is preferred."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import fhir_profiles
from cds_service.publish.canonical import FRANCE, PUBLISHER, Edition, Json, computable_name
from cds_service.publish.terms import outside_systems

_OID = "urn:oid:"


def naming_systems(edition: Edition) -> Iterator[Json]:
    """One NamingSystem for each code system of others that is read."""
    root = fhir_profiles.root()
    aliases: dict[str, list[str]] = json.loads((root / "system-aliases.json").read_text("utf-8"))
    for uri, system in outside_systems().items():
        name = system["name"]
        yield {
            "resourceType": "NamingSystem",
            "id": re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
            "name": computable_name(name),
            "status": "active",
            "kind": "codesystem",
            "date": edition.day.isoformat(),
            "publisher": PUBLISHER,
            "description": f"{name}: the URIs that the service takes for the same code system.",
            "jurisdiction": [FRANCE],
            "uniqueId": [_unique(uri, preferred=True), *(_unique(u) for u in aliases[uri])],
        }


def _unique(uri: str, *, preferred: bool = False) -> Json:
    if uri.startswith(_OID):
        return {"type": "oid", "value": uri.removeprefix(_OID)}
    return {"type": "uri", "value": uri, **({"preferred": True} if preferred else {})}
