"""The profiles say what is read and why, forbid nothing, and go together with other profiles."""

from typing import Any

import pytest

from cds_service.publish.canonical import canonical
from tests.cds_service.publish.published import of_type, one, pack

PROFILES = [p for p in of_type("StructureDefinition") if p["type"] != "Extension"]
NEEDED_BY = canonical("StructureDefinition", "needed-by")


def elements(profile: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {element["path"]: element for element in profile["differential"]["element"]}


def rules_named(element: dict[str, Any]) -> list[str]:
    return [
        extension["valueCanonical"].rsplit("/", maxsplit=1)[1]
        for extension in element.get("extension", ())
        if extension["url"] == NEEDED_BY
    ]


@pytest.mark.parametrize("profile", PROFILES, ids=[p["id"] for p in PROFILES])
def test_plain_r4_and_other_profiles_are_welcome(profile: dict[str, Any]) -> None:
    for element in elements(profile).values():
        assert not {"min", "max", "slicing", "sliceName", "fixedUri"} & set(element)
        assert not [name for name in element if name.startswith(("fixed", "pattern"))]
        strength = element.get("binding", {}).get("strength", "example")
        # A group of results is known by its code: only there a code is asked for.
        assert strength == "example" or (
            profile["baseDefinition"].endswith("/lupus-observation")
            and element["path"] == "Observation.code"
        )


@pytest.mark.parametrize("profile", PROFILES, ids=[p["id"] for p in PROFILES])
def test_every_element_says_why_and_that_it_is_read(profile: dict[str, Any]) -> None:
    for path, element in elements(profile).items():
        if "." in path:
            assert element["comment"]
            unused = "no rule uses it" in element["comment"]
            assert element.get("mustSupport", False) == (not unused)


@pytest.mark.parametrize("profile", PROFILES, ids=[p["id"] for p in PROFILES])
def test_the_rules_that_need_an_element_exist_and_are_told_twice_alike(
    profile: dict[str, Any],
) -> None:
    known = {rule.id for rule in pack().rules}
    for path, element in elements(profile).items():
        named = rules_named(element)
        assert set(named) <= known
        told = element.get("requirements") or element["comment"]
        assert not named or f"Needed by: {', '.join(named)}." in told
        assert "." in path or "requirements" not in element  # sdf-9 of FHIR


@pytest.mark.parametrize("kind", ["Patient", "Condition", "MedicationRequest", "Observation"])
def test_a_resource_of_the_record_is_needed_by_rules(kind: str) -> None:
    hyphenated = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind)
    profile = one("StructureDefinition", f"lupus{hyphenated}")
    assert len(rules_named(elements(profile)[kind])) > 10


def test_age_and_sex_name_the_rules_that_depend_on_them() -> None:
    patient = elements(one("StructureDefinition", "lupus-patient"))
    assert "mmf-pregnancy" in rules_named(patient["Patient.gender"])
    assert "scope-adult-rules" in rules_named(patient["Patient.birthDate"])
    assert "scope-adult-rules" not in rules_named(patient["Patient.gender"])


def test_a_group_of_results_names_its_units_and_what_is_refused() -> None:
    value = elements(one("StructureDefinition", "lupus-kidney-function"))["Observation.value[x]"]
    assert "umol/L" in value["comment"]
    assert "compared in mL/min/{1.73_m2}" in value["comment"]
    assert "Refused, because they measure something else: mL/min, mL/s" in value["comment"]
