"""Every artefact is sound FHIR, has an address of its own, and refers to what is published.

`fhir.resources` has models of R4B, not of R4. None of the types published here lost or renamed a
member between the two that we use; the official R4 validator is asked by the integration tests.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cds_service.publish.canonical import BASE, Edition, edition_of, semantic_version
from tests.cds_service.publish.published import of_type, pack, publication

ALL = (*publication().artefacts, *publication().examples)
KINDS = sorted({resource["resourceType"] for resource in ALL})
CANONICAL = [r for r in publication().artefacts if r["resourceType"] != "NamingSystem"]


def texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def dicts(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from dicts(value)
    elif isinstance(node, list):
        for value in node:
            yield from dicts(value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_resource_of_a_type_is_sound(kind: str) -> None:
    model = getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
    for resource in ALL:
        if resource["resourceType"] == kind:
            model.model_validate(resource)


def test_no_two_resources_share_an_address() -> None:
    addresses = Counter((r["resourceType"], r["id"]) for r in ALL)
    assert [address for address, times in addresses.items() if times > 1] == []
    assert len(publication().by_address) == len(ALL)


def test_the_canonical_address_ends_with_type_and_id() -> None:
    for resource in CANONICAL:
        assert resource["url"] == f"{BASE}/{resource['resourceType']}/{resource['id']}"


def test_ids_names_versions_and_dates_are_as_fhir_wants_them() -> None:
    for resource in publication().artefacts:
        assert re.fullmatch(r"[A-Za-z0-9.\-]{1,64}", resource["id"])
        assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", resource["name"])
        assert resource["date"] == "2026-11-20"
        assert resource["status"] in {"draft", "active", "retired"}
        assert resource["publisher"] == "lupus-cds" or "publisher" not in resource
    for resource in CANONICAL:
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z]+)?", resource["version"])


def test_everything_of_ours_that_is_referred_to_is_published() -> None:
    known = {resource["url"] for resource in CANONICAL}
    referred = {
        text
        for text in texts(list(publication().artefacts))
        if re.fullmatch(rf"{re.escape(BASE)}/[A-Z]\w+/\S+", text)
    }
    assert referred - known == set()


def test_element_ids_are_told_apart_within_a_resource() -> None:
    for resource in publication().artefacts:
        ids = Counter(
            node["id"] for node in dicts(resource) if "id" in node and node is not resource
        )
        assert [name for name, times in ids.items() if times > 1] == [], resource["id"]


def test_every_text_in_both_languages_names_the_other_one() -> None:
    for resource in publication().artefacts:
        first = resource.get("language", "en")
        other = {"fr": "en", "en": "fr"}[first]
        for node in dicts(resource):
            if node.get("url") == "lang":
                assert node["valueCode"] == other


def test_the_guide_lists_every_artefact_and_example() -> None:
    (guide,) = of_type("ImplementationGuide")
    listed = {
        entry["reference"]["reference"]: entry["exampleBoolean"]
        for entry in guide["definition"]["resource"]
    }
    examples = {f"{r['resourceType']}/{r['id']}" for r in publication().examples}
    artefacts = {f"{r['resourceType']}/{r['id']}" for r in publication().artefacts if r != guide}
    assert listed == dict.fromkeys(artefacts, False) | dict.fromkeys(examples, True)


def test_nothing_names_a_file_or_an_address_of_this_machine() -> None:
    everything = json.dumps(ALL)
    assert str(Path(__file__).parents[3]) not in everything
    assert "localhost" not in everything
    assert "127.0.0.1" not in everything


@pytest.mark.parametrize(
    ("content", "packaged"),
    [
        ("2026.11.0+a1886105", "2026.11.0-ha1886105"),
        ("2026.11.0+01234567", "2026.11.0-h01234567"),
        ("1.0.0", "1.0.0"),
    ],
)
def test_a_content_version_becomes_a_semantic_version(content: str, packaged: str) -> None:
    assert semantic_version(content) == packaged


def test_the_edition_follows_the_content() -> None:
    edition = edition_of(pack())
    assert isinstance(edition, Edition)
    assert edition.version == semantic_version(pack().version)
