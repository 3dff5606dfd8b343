"""The extensions that our artefacts carry."""

from __future__ import annotations

from collections.abc import Iterator

from cds_service.engine.table import Worded
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import FHIR_VERSION, FRANCE, Edition, Json, canonical

CONDITION_IN_WORDS = "condition-in-words"
NEEDED_BY = "needed-by"
OVERRIDE_REASON = "override-reason"


def extensions(edition: Edition) -> Iterator[Json]:
    """The definition of each extension."""
    yield _extension(
        CONDITION_IN_WORDS,
        "PlanDefinition.action.condition",
        ("string", []),
        Worded("La condition en mots", "The condition in words"),
        edition,
    )
    yield _extension(
        NEEDED_BY,
        "ElementDefinition",
        ("canonical", ["http://hl7.org/fhir/StructureDefinition/PlanDefinition"]),
        Worded("Règle qui peut lire cet élément", "Rule that may read this element"),
        edition,
    )
    yield _extension(
        OVERRIDE_REASON,
        "PlanDefinition",
        ("Coding", []),
        Worded(
            "Raison proposée de ne pas suivre la carte", "Reason offered for not following the card"
        ),
        edition,
    )


def _extension(
    name: str, context: str, value: tuple[str, list[str]], meaning: Worded, edition: Edition
) -> Json:
    url = canonical("StructureDefinition", name)
    kind, targets = value
    typed = {"code": kind, **({"targetProfile": targets} if targets else {})}
    return {
        **edition.head("StructureDefinition", name),
        **both("title", meaning, "en"),
        "experimental": False,
        "description": f"{meaning.en}.",
        "jurisdiction": [FRANCE],
        "fhirVersion": FHIR_VERSION,
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": context}],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "differential": {
            "element": [
                {"id": "Extension", "path": "Extension", "short": meaning.en},
                {"id": "Extension.extension", "path": "Extension.extension", "max": "0"},
                {"id": "Extension.url", "path": "Extension.url", "fixedUri": url},
                {
                    "id": "Extension.value[x]",
                    "path": "Extension.value[x]",
                    "min": 1,
                    "type": [typed],
                },
            ]
        },
    }
