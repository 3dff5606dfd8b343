"""FHIR references: `Type/id`, absolute URLs, URNs and versions, compared by what they name."""

from __future__ import annotations

from cds_service.evidence.resources.datatypes import Reference


def bare_id(reference: str) -> str:
    """The id a reference ends with, without type, server, version or URN scheme."""
    path = reference.partition("/_history/")[0].rstrip("/")
    return path.rpartition("/")[2].rpartition(":")[2]


def points_to(reference: Reference, resource_id: str) -> bool:
    """Whether the reference names this id; a reference without a literal one is not judged."""
    written = reference.reference
    if not written or written == f"Patient/{resource_id}" or written.startswith("#"):
        return True
    return bare_id(written) == resource_id
