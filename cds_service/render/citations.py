"""The sources behind a card: its last line, its links, its label."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.evaluate import Outcome
from cds_service.engine.pack import Pack
from cds_service.engine.table import Citation, Source
from cds_service.render.phrases import COLON, PUBLISHER, SOURCES
from cds_service.render.places import places_of
from cds_service.render.response import Link

_MAX_LINKS = 4
_MAX_NAMED = 12


def citations(outcomes: Iterable[Outcome]) -> list[Citation]:
    """Every citation of the rules, each source and place once."""
    found = {
        (citation.id, citation.locator): citation
        for outcome in outcomes
        for citation in outcome.rule.table.sources
    }
    return list(found.values())


def source_ids(cited: Iterable[Citation]) -> tuple[str, ...]:
    """The ids of the sources, each once."""
    return tuple(dict.fromkeys(citation.id for citation in cited))


def sources_line(cited: list[Citation], pack: Pack, language: str) -> str:
    """The sources in one line, each with its place; of very many, how many more there are."""
    places = places_of(pack, language)
    named = [
        f"{pack.sources[citation.id].label.in_language(language)} ({places.told(citation.locator)})"
        for citation in cited[:_MAX_NAMED]
    ]
    if len(cited) > _MAX_NAMED:
        named.append(f"+{len(cited) - _MAX_NAMED}")
    opening = f"{SOURCES.in_language(language)}{COLON.in_language(language)}"
    return f"{opening}{' · '.join(named)}" if named else ""


def card_label(cited: list[Citation], pack: Pack, language: str) -> str:
    """Who says so: the service and the first source."""
    if not cited:
        return PUBLISHER
    return f"{PUBLISHER} · {pack.sources[cited[0].id].label.in_language(language)}"


def links(cited: Iterable[Citation], pack: Pack, language: str) -> tuple[Link, ...]:
    """At most four links to the sources, each page once."""
    found: dict[str, Link] = {}
    for source_id in source_ids(cited):
        source = pack.sources[source_id]
        url = web_page(source)
        if url and url not in found:
            found[url] = Link(source.label.in_language(language), url, "absolute")
    return tuple(found.values())[:_MAX_LINKS]


def web_page(source: Source) -> str:
    """The page of a source; empty when it has none that is served securely."""
    return source.url if source.url and source.url.startswith("https://") else ""
