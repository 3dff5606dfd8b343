"""The code lists are well-formed FHIR, complete and consistent with one another."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.codesystem import CodeSystem
from fhir.resources.R4B.valueset import ValueSet

import fhir_profiles

ROOT = fhir_profiles.root()
VALUE_SETS = sorted((ROOT / "valuesets").glob("*.json"))
CODE_SYSTEMS = sorted((ROOT / "codesystems").glob("*.json"))
CONCEPTS = {path.stem for path in VALUE_SETS}


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


GROUPS = load(ROOT / "groups.json")
MEDICATIONS = load(ROOT / "medications.json")
SYSTEMS = set(load(ROOT / "system-aliases.json"))


@pytest.mark.parametrize("path", VALUE_SETS, ids=lambda path: path.stem)
def test_a_value_set_is_valid_fhir_and_named_like_its_file(path: Path) -> None:
    content = load(path)
    ValueSet.model_validate(content)
    assert content["id"] == path.stem
    assert content["url"] == f"https://lupus-cds.example/fhir/ValueSet/{path.stem}"
    assert re.fullmatch(r"[a-z0-9.-]{1,64}", path.stem)
    assert content["status"] == "active"
    assert content["title"]
    assert content["description"].endswith(".")


@pytest.mark.parametrize("path", VALUE_SETS, ids=lambda path: path.stem)
def test_a_value_set_lists_each_code_once_under_a_canonical_system(path: Path) -> None:
    compose = load(path).get("compose")
    if compose is None:
        assert path.stem.startswith("med.investigational.")
        return
    for part in ("include", "exclude"):
        for block in compose.get(part, []):
            codes = [entry["code"] for entry in block["concept"]]
            assert codes
            assert len(codes) == len(set(codes))
            assert all(entry["display"] for entry in block["concept"])
            assert block["system"] in SYSTEMS
    assert compose["include"]


@pytest.mark.parametrize("path", CODE_SYSTEMS, ids=lambda path: path.stem)
def test_a_code_system_of_ours_is_valid_and_speaks_french(path: Path) -> None:
    content = load(path)
    CodeSystem.model_validate(content)
    codes = [concept["code"] for concept in content["concept"]]
    assert len(codes) == len(set(codes)) == content["count"]
    for concept in content["concept"]:
        assert [each["language"] for each in concept["designation"]] == ["fr"]


def test_every_code_of_ours_that_is_observed_has_its_value_set() -> None:
    answers = {"moderate-form", "contraindication", "mild-moderate", "severe"}
    listed = {each["code"] for each in load(ROOT / "codesystems/lupus-observation.json")["concept"]}
    assert {f"obs.{code}" for code in listed - answers} <= CONCEPTS


def test_groups_gather_known_concepts_without_going_round_in_circles() -> None:
    def below(group: str, seen: tuple[str, ...]) -> None:
        assert group not in seen, seen
        for member in GROUPS.get(group, []):
            assert member in CONCEPTS | set(GROUPS), member
            below(member, (*seen, group))

    for group in GROUPS:
        below(group, ())


def test_named_drugs_and_products_belong_to_known_concepts() -> None:
    for key in ("ingredients", "classes", "products"):
        assert {entry["concept"] for entry in MEDICATIONS[key]} <= CONCEPTS


def test_a_name_stands_for_one_drug_only() -> None:
    names = [
        name.casefold()
        for key in ("ingredients", "classes")
        for entry in MEDICATIONS[key]
        for name in entry["names"]
    ]
    assert len(names) == len(set(names))


def test_thirteen_digit_product_codes_have_a_right_check_digit() -> None:
    for product in MEDICATIONS["products"]:
        code = product["code"]
        if len(code) != 13:
            continue
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code))
        assert total % 10 == 0, code
