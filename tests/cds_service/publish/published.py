"""The artefacts of the whole pack, made once for all tests."""

from functools import cache
from typing import Any

from cds_service.engine.pack import Pack, load_pack
from cds_service.publish.publication import Publication, publish


@cache
def pack() -> Pack:
    return load_pack("cards")


@cache
def publication() -> Publication:
    return publish(pack())


def of_type(kind: str) -> list[dict[str, Any]]:
    return [r for r in publication().artefacts if r["resourceType"] == kind]


def one(kind: str, name: str) -> dict[str, Any]:
    return publication().by_address[kind, name]


def english(resource: dict[str, Any], member: str) -> str:
    """The English translation of a member whose first language is French."""
    parts = resource[f"_{member}"]["extension"][0]["extension"]
    found = {part["url"]: part for part in parts}
    assert found["lang"]["valueCode"] == "en"
    text: str = found["content"]["valueString"]
    return text
