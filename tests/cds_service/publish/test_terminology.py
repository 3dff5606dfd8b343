"""What is published of the code lists is what the service reads."""

from typing import Any

import pytest

from cds_service.evidence.resources.datatypes import CodeableConcept, Coding, Dosage
from cds_service.picture.code_forms import ATC
from cds_service.picture.codes import canonical_system, codes_of, concepts, known_concepts
from cds_service.picture.routes import routes_of
from cds_service.picture.unit_spelling import unit_of_code
from cds_service.picture.unit_table import FACTORS
from cds_service.render.card import TOPICS
from tests.cds_service.publish.published import of_type, one, pack

VALUE_SETS = {resource["url"]: resource for resource in of_type("ValueSet")}


def codes_in(value_set: dict[str, Any]) -> set[tuple[str, str]]:
    """The codes a value set lists, those of the value sets it includes too."""
    found = set()
    for block in value_set.get("compose", {}).get("include", ()):
        found |= {(block["system"], entry["code"]) for entry in block.get("concept", ())}
        for url in block.get("valueSet", ()):
            found |= codes_in(VALUE_SETS[url])
    return found


def test_every_concept_and_group_of_the_service_is_a_value_set_with_its_codes() -> None:
    for concept in known_concepts():
        assert codes_in(one("ValueSet", concept)) == set(codes_of(concept)), concept


def test_what_a_value_set_excludes_is_not_read_as_its_concept() -> None:
    excluded = [
        (resource["id"], block["system"], entry["code"])
        for resource in VALUE_SETS.values()
        for block in resource.get("compose", {}).get("exclude", ())
        for entry in block["concept"]
    ]
    assert len(excluded) >= 8
    for concept, system, code in excluded:
        assert concept not in concepts(system, code)


@pytest.mark.parametrize("kind", ["cond", "med", "obs", "proc", "vac"])
def test_there_is_one_value_set_with_all_of_a_kind(kind: str) -> None:
    everything = {
        c for name in known_concepts() if name.startswith(f"{kind}.") for c in codes_of(name)
    }
    assert codes_in(one("ValueSet", f"all.{kind}")) == everything


def test_several_value_sets_are_never_intersected_by_mistake() -> None:
    for resource in VALUE_SETS.values():
        for block in resource.get("compose", {}).get("include", ()):
            assert len(block.get("valueSet", ())) <= 1
            assert "valueSet" not in block or "concept" not in block


def test_the_rules_are_a_code_system_in_both_languages() -> None:
    system = one("CodeSystem", TOPICS.rsplit("/", maxsplit=1)[1])
    assert system["url"] == TOPICS
    told = {
        c["code"]: (c["display"], c.get("designation", [{"value": c["display"]}])[0]["value"])
        for c in system["concept"]
    }
    assert told == {r.id: (r.table.title.en, r.table.title.fr) for r in pack().rules}


def test_every_override_reason_of_ours_is_in_the_code_system_that_it_names() -> None:
    for reason in pack().overrides.values():
        if reason.system.startswith("https://lupus-cds.example/"):
            system = one("CodeSystem", reason.system.rsplit("/", maxsplit=1)[1])
            assert reason.code in {concept["code"] for concept in system["concept"]}


def test_a_code_system_counts_its_codes() -> None:
    for system in of_type("CodeSystem"):
        codes = [concept["code"] for concept in system["concept"]]
        assert system["count"] == len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("former", "present"),
    [("L04AA26", {"L04AG04"}), ("L04AA51", {"L04AG11"}), ("L04AA10", {"L04AH01", "L01EG04"})],
)
def test_a_former_atc_code_leads_to_the_present_one(former: str, present: set[str]) -> None:
    (group,) = one("ConceptMap", "former-atc")["group"]
    elements = {element["code"]: element for element in group["element"]}
    assert {target["code"] for target in elements[former]["target"]} == present


def test_the_service_reads_a_former_code_as_it_reads_the_present_one() -> None:
    (group,) = one("ConceptMap", "former-atc")["group"]
    assert len(group["element"]) >= 12
    for element in group["element"]:
        assert element["target"], element["code"]
        for target in element["target"]:
            assert concepts(ATC, element["code"]) & concepts(ATC, target["code"])


def test_a_spelling_leads_to_the_unit_that_the_service_reads() -> None:
    (group,) = one("ConceptMap", "unit-spelling-to-ucum")["group"]
    read = 0
    for element in group["element"]:
        (target,) = element["target"]
        for kind, factors in FACTORS.items():
            if target["code"] in factors:
                assert unit_of_code(kind, element["code"]) == target["code"]
                read += 1
    assert read > len(group["element"]) / 2


def test_every_uri_of_a_naming_system_is_taken_for_its_preferred_one() -> None:
    for system in of_type("NamingSystem"):
        preferred, *others = system["uniqueId"]
        assert preferred["preferred"]
        for other in others:
            prefix = "urn:oid:" if other["type"] == "oid" else ""
            assert canonical_system(prefix + other["value"]) == preferred["value"]


def test_every_route_code_with_a_system_is_read_as_the_route_of_its_value_set() -> None:
    seen = 0
    for value_set in VALUE_SETS.values():
        if value_set["id"].startswith("route."):
            for system, code in codes_in(value_set):
                coding = Coding(system=system, code=code)
                dosage = Dosage(route=CodeableConcept(coding=(coding,)))
                assert routes_of(dosage) == {value_set["id"].removeprefix("route.")}
                seen += 1
    assert seen == len(codes_in(one("ValueSet", "all.route"))) > 25


def test_a_drug_without_a_code_is_published_with_its_names() -> None:
    telitacicept = one("ValueSet", "med.investigational.telitacicept")
    assert "compose" not in telitacicept
    assert "télitacicept" in telitacicept["description"].split("read by name:")[1]


def test_codes_of_others_carry_the_terms_of_their_owners() -> None:
    assert "LOINC is copyright Regenstrief" in one("ValueSet", "group.proteinuria")["copyright"]
    assert "SNOMED" not in one("ValueSet", "group.proteinuria")["copyright"]
    assert "WHO Collaborating Centre" in one("ConceptMap", "former-atc")["copyright"]
    assert "copyright" not in one("ValueSet", "lupus-rule")
    told = one("ValueSet", "cond.ln")["copyright"]
    assert "World Health Organization" in told
    assert "SNOMED International" in told
