"""The CapabilityStatement: what `/fhir` answers, and what it does not."""

from __future__ import annotations

from importlib.metadata import version

from cds_service.publish.canonical import FHIR_VERSION, PUBLISHER, Json
from cds_service.publish.publication import Publication
from cds_service.publish.search import PARAMETERS

_DOCUMENTATION = (
    "Read-only: the data contract and the rules of the CDS Hooks services, and synthetic example "
    "patients. No patient record is kept or served. Search parameters that are not listed are "
    "ignored, unless the request says Prefer: handling=strict. JSON only."
)


def capability_statement(publication: Publication, base: str) -> Json:
    """The statement of this instance; `base` is where the service is reached."""
    kinds = sorted({kind for kind, _ in publication.by_address})
    return {
        "resourceType": "CapabilityStatement",
        "id": "lupus-cds",
        "version": publication.edition.version,
        "name": "LupusCds",
        "title": "lupus-cds",
        "status": "active",
        "experimental": False,
        "date": publication.edition.day.isoformat(),
        "publisher": PUBLISHER,
        "description": _DOCUMENTATION,
        "kind": "instance",
        "software": {"name": "lupus-cds", "version": version("lupus-cds")},
        "implementation": {
            "description": "The published artefacts of lupus-cds",
            "url": f"{base}/fhir",
        },
        "fhirVersion": FHIR_VERSION,
        "format": ["json"],
        "rest": [{
            "mode": "server",
            "documentation": _DOCUMENTATION,
            "resource": [_resource(kind, publication) for kind in kinds],
        }],
    }  # fmt: skip


def _resource(kind: str, publication: Publication) -> Json:
    """A type with the parameters that its resources can match."""
    one = next(r for (found, _), r in publication.by_address.items() if found == kind)
    parameters = [
        {"name": name, "type": form}
        for name, form in PARAMETERS.items()
        if name.removeprefix("_") in one
    ]
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": parameters,
    }
