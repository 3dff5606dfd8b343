"""Which resources of a record mean something to the service, and which are noise to it."""

from collections.abc import Iterator

from cds_service.picture.codes import concepts
from cds_service.picture.drugs import identify
from integration.synthea.patients import Json, Record

_CODED = ("code", "vaccineCode", "medicationCodeableConcept")


def without_what_is_read(record: Record) -> Record:
    """The record without results, diseases, acts, vaccines and drugs that a rule may read.

    Beside a story they would be a second, contradicting one: two weights, two diseases.
    """
    return Record(tuple(r for r in record.resources if not is_read(r)))


def is_read(resource: Json) -> bool:
    """Whether a code of the resource is in our lists, or it is a drug nobody can name."""
    if resource["resourceType"] == "MedicationRequest":
        drug = resource.get("medicationCodeableConcept", {})
        codings = [(c.get("system"), c.get("code"), c.get("display")) for c in drug["coding"]]
        identity = identify(codings, drug.get("text"))
        return bool(identity.concepts) or not identity.identified
    return any(concepts(system, code) for system, code in _codes(resource))


def _codes(resource: Json) -> Iterator[tuple[str, str]]:
    parts = [resource, *resource.get("component", [])]
    coded = [part[member] for part in parts for member in _CODED if member in part]
    for concept in [*coded, *resource.get("conclusionCode", [])]:
        for coding in concept.get("coding", []):
            yield coding.get("system", ""), coding.get("code", "")
