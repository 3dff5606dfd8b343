"""What a rule reads, as DataRequirements: the profile, the members, the codes."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.publish.canonical import Json, canonical
from cds_service.publish.needs import Needs

_CODE_PATH = {
    "cond": ("Condition", "code"),
    "hist": ("Condition", "code"),
    "med": ("MedicationRequest", "medication"),
    "obs": ("Observation", "code"),
    "proc": ("Procedure", "code"),
    "vac": ("Immunization", "vaccineCode"),
}


def data_requirements(rule: str, needs: Needs) -> list[Json]:
    """One a profile that the rule needs, then one a concept that it asks for."""
    return [*_by_profile(rule, needs), *_by_concept(needs.reads[rule].concepts, needs)]


def _by_profile(rule: str, needs: Needs) -> Iterable[Json]:
    for profile in needs.profiles:
        # Of a group of results the codes are told below.
        if profile.concepts or not needs.reads_profile(rule, profile):
            continue
        read = [e for e in profile.elements if needs.reads_element(rule, profile, e)]
        # FHIRPath, which names a choice without the brackets of an element definition.
        members = [element.path.removesuffix("[x]") for element in read]
        yield {
            "type": profile.type,
            "profile": [canonical("StructureDefinition", profile.id)],
            **({"mustSupport": members} if members else {}),
        }


def _by_concept(concepts: Iterable[str], needs: Needs) -> Iterable[Json]:
    """One a concept: several code filters in one requirement would all have to hold."""
    for concept in sorted(concepts):
        kind, path = _CODE_PATH[concept.split(".", maxsplit=1)[0]]
        group = needs.group_of.get(concept)
        profile = group.id if group else f"lupus-{_hyphenated(kind)}"
        yield {
            "type": kind,
            "profile": [canonical("StructureDefinition", profile)],
            "codeFilter": [{"path": path, "valueSet": canonical("ValueSet", concept)}],
        }


def _hyphenated(kind: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in kind).lstrip("-")
