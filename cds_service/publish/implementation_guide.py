"""The ImplementationGuide: the list of all artefacts and examples."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.table import Worded
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import FHIR_VERSION, FRANCE, Edition, Json

PACKAGE = "lupus-cds.fhir"
"""Name of the FHIR package."""

TITLE = Worded("Contrat de données et règles de lupus-cds", "Data contract and rules of lupus-cds")
DESCRIPTION = Worded(
    "Ce que le service d'aide à la décision lit, les listes de codes qu'il reconnaît, et chaque "
    "règle avec ses sources datées.",
    "What the decision support service reads, the code lists it recognises, and every rule with "
    "its dated sources.",
)


def implementation_guide(
    artefacts: Iterable[Json], examples: Iterable[Json], edition: Edition
) -> Json:
    """The guide of one content version."""
    return {
        **edition.head("ImplementationGuide", PACKAGE),
        "name": "LupusCds",
        **both("title", TITLE, "en"),
        "experimental": False,
        **both("description", DESCRIPTION, "en"),
        "jurisdiction": [FRANCE],
        "packageId": PACKAGE,
        "license": "Apache-2.0",
        "fhirVersion": [FHIR_VERSION],
        "definition": {
            "resource": [
                *(_listed(resource, example=False) for resource in artefacts),
                *(_listed(resource, example=True) for resource in examples),
            ]
        },
    }


def _listed(resource: Json, *, example: bool) -> Json:
    return {
        "reference": {"reference": f"{resource['resourceType']}/{resource['id']}"},
        "name": resource.get("title") or resource.get("name") or resource["id"],
        "exampleBoolean": example,
    }
