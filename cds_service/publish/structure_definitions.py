"""The profiles as StructureDefinitions, made from their hand-written sources."""

from __future__ import annotations

from collections.abc import Iterator

from cds_service.evidence.resources import READ_TYPES
from cds_service.picture.unit_table import CANONICAL, FACTORS, REFUSED
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import FHIR_VERSION, FRANCE, Edition, Json, canonical
from cds_service.publish.extensions import NEEDED_BY
from cds_service.publish.group_value_sets import group_id
from cds_service.publish.needs import Needs
from cds_service.publish.profile_source import Element, ProfileSource

_CORE = "http://hl7.org/fhir/StructureDefinition"
_SUPPORT = (
    "Must support means: read by the service when it is sent. Nothing here is mandatory beyond "
    "FHIR itself; what is missing is said to be missing, and never taken for normal. What this "
    "profile does not name is allowed and ignored; codes of other systems may stand beside those "
    "that are read. It can be used together with the French national profiles (FR Core)."
)


def structure_definitions(needs: Needs, edition: Edition) -> Iterator[Json]:
    """One a profile."""
    for profile in needs.profiles:
        yield _definition(profile, needs, edition)


def _definition(profile: ProfileSource, needs: Needs, edition: Edition) -> Json:
    base = canonical("StructureDefinition", profile.base) if profile.base else None
    return {
        **edition.head("StructureDefinition", profile.id),
        **both("title", profile.title, "en"),
        "experimental": False,
        **both("description", profile.purpose, "en"),
        "jurisdiction": [FRANCE],
        "purpose": _SUPPORT,
        "fhirVersion": FHIR_VERSION,
        "kind": "resource" if profile.type in READ_TYPES else "complex-type",
        "abstract": False,
        "type": profile.type,
        "baseDefinition": base or f"{_CORE}/{profile.type}",
        "derivation": "constraint",
        "differential": {"element": [_root(profile, needs), *_elements(profile, needs)]},
    }


def _root(profile: ProfileSource, needs: Needs) -> Json:
    return {
        "id": profile.type,
        "path": profile.type,
        **_needed_by(needs.rules_for(profile)),
        "short": profile.title.en,
        "definition": profile.purpose.en,
        "comment": " ".join([_SUPPORT, *_requirements(needs.rules_for(profile)).values()]),
    }


def _elements(profile: ProfileSource, needs: Needs) -> Iterator[Json]:
    for element in profile.elements:
        rules = needs.rules_of(profile, element)
        path = f"{profile.type}.{element.path}"
        yield {
            "id": path,
            "path": path,
            **_needed_by(rules),
            "comment": _comment(profile, element, needs),
            **_requirements(rules),
            **_type(element),
            **({"mustSupport": True} if element.used else {}),
            **_binding(profile, element),
        }


def _comment(profile: ProfileSource, element: Element, needs: Needs) -> str:
    said = [element.why]
    if element.types:
        said.append(f"Read as {', '.join(element.types)}; another type is not read.")
    if element.path == "value[x]" and profile.concepts:
        said += _units(profile, needs)
    return " ".join(said)


def _units(profile: ProfileSource, needs: Needs) -> Iterator[str]:
    """The units under which a rule reads the results of a group."""
    wanted = set(profile.concepts)
    measures = {m for read in needs.reads.values() for m in read.measures}
    kinds = sorted({m.kind for m in measures if wanted & set(m.concepts)})
    for kind in kinds:
        refused = ", ".join(sorted(REFUSED.get(kind, ())))
        yield (
            f"Units ({kind.replace('_', ' ')}): {', '.join(FACTORS[kind])}; "
            f"compared in {CANONICAL[kind]}."
            + (f" Refused, because they measure something else: {refused}." if refused else "")
        )


def _needed_by(rules: tuple[str, ...]) -> Json:
    url = canonical("StructureDefinition", NEEDED_BY)
    found = [{"url": url, "valueCanonical": canonical("PlanDefinition", r)} for r in rules]
    return {"extension": found} if found else {}


def _requirements(rules: tuple[str, ...]) -> Json:
    return {"requirements": f"Needed by: {', '.join(rules)}."} if rules else {}


def _type(element: Element) -> Json:
    if element.parts is None:
        return {}
    profile = canonical("StructureDefinition", element.parts)
    return {"type": [{"code": _type_of(element.parts), "profile": [profile]}]}


def _type_of(parts: str) -> str:
    return "".join(word.capitalize() for word in parts.removeprefix("lupus-").split("-"))


def _binding(profile: ProfileSource, element: Element) -> Json:
    if element.binding is not None:
        values = element.binding.values
        url = values if values.startswith("http") else canonical("ValueSet", values)
        return {"binding": {"strength": element.binding.strength, "valueSet": url}}
    if element.path == "code" and profile.concepts:
        group = canonical("ValueSet", group_id(profile))
        return {"binding": {"strength": "required", "valueSet": group}}
    return {}
