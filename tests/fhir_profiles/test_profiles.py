"""The profiles and the code agree: what is described is read, and what is read is described."""

import json
from importlib import import_module
from typing import Any, get_args

import msgspec
import pytest

import fhir_profiles
from cds_service.engine.pack import load_pack
from cds_service.evidence.resources import READ_TYPES, datatypes
from cds_service.evidence.templates import TEMPLATES
from cds_service.picture.codes import known_concepts
from cds_service.picture.person import Person
from cds_service.picture.picture import Picture
from cds_service.picture.problems import Problem, Problems
from cds_service.picture.records import Record
from cds_service.picture.results import Finding, Result
from cds_service.picture.treatment import Treatment
from cds_service.picture.treatments import Treatments
from cds_service.publish.needs import needs_of
from cds_service.publish.profile_source import Element, ProfileSource, profile_sources

SOURCES = profile_sources()
BY_ID = {source.id: source for source in SOURCES}
WHOLE = [source for source in SOURCES if source.base is None]
GROUPS = [source for source in SOURCES if source.concepts]
ELEMENTS = [(source, element) for source in SOURCES for element in source.elements]
READ: dict[str, Any] = READ_TYPES | {
    name: kind
    for name, kind in vars(datatypes).items()
    if isinstance(kind, type) and issubclass(kind, datatypes.Part) and kind is not datatypes.Part
}
DATA_TYPES = {source.type for source in WHOLE}
PICTURE = (Picture, Person, Problem, Problems, Record, Finding, Result, Treatment, Treatments)
NEEDS = needs_of(load_pack("cards"))


def name_of(pair: tuple[ProfileSource, Element]) -> str:
    return f"{pair[0].id}.{pair[1].path}"


def members_read(kind: type[msgspec.Struct], described: set[str], before: str = "") -> set[str]:
    """The JSON members of a Struct; of a data type with a profile of its own only its name."""
    found = set()
    for field in msgspec.structs.fields(kind):
        path = f"{before}{field.encode_name}"
        found.add(path)
        for part in parts_of(field.type):
            if part.__name__ not in described:
                found |= members_read(part, described, f"{path}.")
    return found


def parts_of(annotation: object) -> list[type[datatypes.Part]]:
    """The data types within an annotation such as `tuple[Coding, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, datatypes.Part):
        return [annotation]
    return [part for inner in get_args(annotation) for part in parts_of(inner)]


def members_described(source: ProfileSource) -> set[str]:
    return {member for element in source.elements for member in element.members}


def test_every_type_that_is_read_has_one_profile_and_no_other_type_has() -> None:
    described = sorted(source.type for source in WHOLE)
    # These two are described within Timing and Dosage, whose parts they are.
    assert described == sorted(set(READ) - {"TimingRepeat", "DoseAndRate"})


@pytest.mark.parametrize("source", WHOLE, ids=[source.id for source in WHOLE])
def test_a_profile_names_every_member_that_is_read_and_no_other(source: ProfileSource) -> None:
    assert members_described(source) == members_read(READ[source.type], DATA_TYPES)


@pytest.mark.parametrize("source", GROUPS, ids=[source.id for source in GROUPS])
def test_a_group_of_results_describes_members_that_are_read(source: ProfileSource) -> None:
    assert source.base == "lupus-observation"
    assert members_described(source) <= members_read(READ["Observation"], DATA_TYPES)


@pytest.mark.parametrize("template", TEMPLATES.values())
def test_every_prefetch_template_asks_for_a_type_with_a_profile(template: str) -> None:
    assert template.split("?", maxsplit=1)[0].split("/", maxsplit=1)[0] in DATA_TYPES


@pytest.mark.parametrize("source", WHOLE, ids=[source.id for source in WHOLE])
def test_elements_stand_in_the_order_of_fhir(source: ProfileSource) -> None:
    model = getattr(import_module(f"fhir.resources.R4B.{source.type.lower()}"), source.type)
    # Choices count by their stem: dose[x] is doseQuantity, doseRange.
    order = [name for name in model.elements_sequence() if not name.endswith("__ext")]
    top = [element.path.split(".")[0] for element in source.elements]
    places = [
        next(n for n, name in enumerate(order) if name.startswith(path.removesuffix("[x]")))
        for path in top
        if path != "id"
    ]
    assert places == sorted(places)


def test_every_kind_of_result_belongs_to_exactly_one_group() -> None:
    grouped = sorted(concept for source in GROUPS for concept in source.concepts)
    assert grouped == sorted(c for c in known_concepts() if c.startswith("obs."))


def test_every_facet_is_an_attribute_of_the_picture() -> None:
    assert [f for s in SOURCES for f in s.facets if not hasattr(Picture, f)] == []


@pytest.mark.parametrize("source", SOURCES, ids=[source.id for source in SOURCES])
def test_what_an_element_feeds_is_part_of_the_picture_and_some_rule_asks_for_it(
    source: ProfileSource,
) -> None:
    for element in source.elements:
        for name in element.feeds:
            assert any(hasattr(kind, name) or name in kind.__annotations__ for kind in PICTURE), (
                name
            )
        if element.feeds:
            assert NEEDS.rules_of(source, element), element.path


@pytest.mark.parametrize("pair", ELEMENTS, ids=[name_of(pair) for pair in ELEMENTS])
def test_an_element_says_why_and_points_to_what_exists(
    pair: tuple[ProfileSource, Element],
) -> None:
    _, element = pair
    assert element.why.endswith(".")
    assert bool(element.types) == element.path.endswith("[x]")
    assert element.parts is None or element.parts in BY_ID
    assert element.binding is None or element.binding.strength in {"example", "preferred"}


@pytest.mark.parametrize("source", SOURCES, ids=[source.id for source in SOURCES])
def test_a_profile_is_told_in_both_languages(source: ProfileSource) -> None:
    for text in (source.title, source.purpose):
        assert text.fr.strip()
        assert text.en.strip()


def test_every_code_system_of_others_has_a_name_of_its_own() -> None:
    root = fhir_profiles.root()
    aliases = json.loads((root / "system-aliases.json").read_text(encoding="utf-8"))
    names = json.loads((root / "system-names.json").read_text(encoding="utf-8"))
    foreign = {uri for uri in aliases if not uri.startswith("https://lupus-cds.example/")}
    assert set(names) == foreign
    assert len({system["name"] for system in names.values()}) == len(names)
