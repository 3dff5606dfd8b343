"""Advice as CDS Hooks cards."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from cds_service.engine.evaluate import Outcome
from cds_service.engine.pack import Pack
from cds_service.engine.verdict import Fires
from cds_service.picture.picture import Picture
from cds_service.render.citations import (
    card_label,
    citations,
    links,
    source_ids,
    sources_line,
    web_page,
)
from cds_service.render.gaps import gap_list
from cds_service.render.override_reasons import override_reasons
from cds_service.render.phrases import BASICS, COLON, MISSING
from cds_service.render.response import Card, CardExtension, CardFacts, Coding, SourceOfCard
from cds_service.render.suggestions import suggestions
from cds_service.render.undecided import undecided_detail, undecided_summary
from cds_service.render.wording import Writer
from cds_service.tact.advice import Advice

__all__ = ["Card", "render_cards"]

TOPICS = "https://lupus-cds.example/fhir/CodeSystem/lupus-rule"
_CARDS = UUID("6f0a9b52-3f6c-5f0e-9d0f-8c1e5a7b2d44")
_GROUP = "basics"


def render_cards(
    advice: Iterable[Advice], pack: Pack, picture: Picture, hook_instance: str, language: str
) -> tuple[Card, ...]:
    """One card for each piece of advice; raises ContentError when the pack's wording is broken."""
    writer = Writer(language, pack.terms)
    return tuple(_card(one, pack, picture, hook_instance, writer) for one in advice)


def _card(advice: Advice, pack: Pack, picture: Picture, hook_instance: str, writer: Writer) -> Card:
    language = writer.language
    card_id = uuid5(_CARDS, "|".join((hook_instance.lower(), *advice.rules, advice.order)))
    cited = citations(advice.outcomes)
    grouped = all(rule.startswith(f"{_GROUP}-") for rule in advice.rules)
    offered, selection = suggestions(advice, grouped, picture, pack, writer, card_id)
    return Card(
        uuid=str(card_id),
        summary=_summary(advice, writer),
        indicator=advice.indicator,
        detail=_detail(advice, sources_line(cited, pack, language), writer),
        source=SourceOfCard(
            label=card_label(cited, pack, language),
            topic=_topic(advice, grouped, language),
            url=web_page(pack.sources[cited[0].id]) if cited else "",
        ),
        extension=CardExtension(
            CardFacts(advice.rules, advice.verdict, pack.version, source_ids(cited))
        ),
        suggestions=offered,
        selectionBehavior=selection,
        overrideReasons=override_reasons(advice, pack, language),
        links=links(cited, pack, language),
    )


def _topic(advice: Advice, grouped: bool, language: str) -> Coding:
    if grouped:
        return Coding(TOPICS, _GROUP, BASICS.in_language(language))
    rule = advice.outcomes[0].rule
    return Coding(TOPICS, rule.id, rule.table.title.in_language(language))


def _summary(advice: Advice, writer: Writer) -> str:
    first = advice.outcomes[0]
    if isinstance(first.verdict, Fires):
        wording = first.rule.table.wording[first.verdict.wording]
        return writer.summary(wording.summary, first.verdict.slots)
    return undecided_summary(advice.outcomes, writer.language)


def _detail(advice: Advice, sources: str, writer: Writer) -> str:
    said = [
        _said(outcome, outcome.verdict, writer)
        for outcome in advice.outcomes
        if isinstance(outcome.verdict, Fires)
    ]
    blocks = (*said, undecided_detail(advice.outcomes, writer.language), sources)
    return "\n\n".join(dict.fromkeys(block for block in blocks if block))


def _said(outcome: Outcome, verdict: Fires, writer: Writer) -> str:
    text = writer.markdown(outcome.rule.table.wording[verdict.wording].detail, verdict.slots)
    if not verdict.missing:
        return text
    language = writer.language
    heading = f"{MISSING.in_language(language)}{COLON.in_language(language)}"
    return f"{text}\n\n{heading}{gap_list(verdict.missing, language)}"
