"""Our code systems: those of the contract, rules, override reasons, spellings of units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import fhir_profiles
from cds_service.engine.pack import Pack
from cds_service.engine.table import Worded
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import BASE, FRANCE, Edition, Json, canonical
from cds_service.render.card import TOPICS

UNIT_SPELLINGS = "unit-spelling"
_RULES = Worded("Règles", "Rules")
_OVERRIDES = Worded("Raisons de ne pas suivre une carte", "Reasons not to follow a card")
_SPELLINGS = Worded("Graphies d'unités acceptées", "Spellings of units that are accepted")


def code_systems(pack: Pack, edition: Edition) -> Iterator[Json]:
    """Every code system of ours."""
    for path in sorted((fhir_profiles.root() / "codesystems").glob("*.json")):
        own: Json = json.loads(path.read_text(encoding="utf-8"))
        head = edition.head("CodeSystem", own["id"])
        yield {**head, **own, "date": head["date"], "jurisdiction": [FRANCE], **_whole(own["id"])}
    rules = [(rule.id, rule.table.title) for rule in pack.rules]
    yield _system(TOPICS.rsplit("/", maxsplit=1)[1], _RULES, rules, edition)
    for url in sorted({one.system for one in pack.overrides.values()}):
        if url.startswith(BASE):
            reasons = [(o.code, o.display) for o in pack.overrides.values() if o.system == url]
            yield _system(url.rsplit("/", maxsplit=1)[1], _OVERRIDES, reasons, edition)
    same = [(text, Worded(text, text)) for spelt in unit_spellings().values() for text in spelt]
    yield _system(UNIT_SPELLINGS, _SPELLINGS, same, edition)


def unit_spellings() -> dict[str, list[str]]:
    """UCUM unit -> the other spellings under which it is read."""
    text = (fhir_profiles.root() / "unit-spellings.json").read_text(encoding="utf-8")
    spellings: dict[str, list[str]] = json.loads(text)["spellings"]
    return spellings


def _system(
    name: str, title: Worded, codes: Iterable[tuple[str, Worded]], edition: Edition
) -> Json:
    concepts = [_concept(code, display) for code, display in dict(codes).items()]
    return {
        **edition.head("CodeSystem", name),
        **both("title", title, "en"),
        "experimental": False,
        "description": f"{title.en} of this service.",
        "jurisdiction": [FRANCE],
        "caseSensitive": True,
        **_whole(name),
        "content": "complete",
        "count": len(concepts),
        "concept": concepts,
    }


def _whole(name: str) -> Json:
    """The value set of all its codes."""
    return {"valueSet": canonical("ValueSet", name)}


def _concept(code: str, display: Worded) -> Json:
    if display.fr == display.en:
        return {"code": code, "display": display.en}
    french = {"language": "fr", "value": display.fr}
    return {"code": code, "display": display.en, "designation": [french]}
