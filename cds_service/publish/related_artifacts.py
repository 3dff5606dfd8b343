"""The sources of a rule as RelatedArtifacts: where in them, how certain, when checked."""

from __future__ import annotations

from collections.abc import Iterator

from cds_service.engine.pack import Pack, Rule
from cds_service.engine.table import Citation, Source, Worded
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import Json
from cds_service.render.citations import web_page

CERTAINTY = {
    "S": Worded("lu dans la source", "read in the source"),
    "V": Worded("vérifié", "verified"),
    "V2": Worded("vérifié dans une source secondaire", "verified in a secondary source"),
    "K": Worded("à valider localement", "awaits local validation"),
}


def related_artifacts(rule: Rule, pack: Pack) -> list[Json]:
    """One for each place of a source, those of the numbers included."""
    return [_artifact(citation, pack.sources[citation.id]) for citation in _citations(rule)]


def _citations(rule: Rule) -> Iterator[Citation]:
    cited = dict.fromkeys((c.id, c.locator, c.certainty) for c in rule.table.sources)
    for number in rule.table.numbers.values():
        cited.update(dict.fromkeys((v.source, v.locator, v.certainty) for v in number.values))
    for source, locator, certainty in cited:
        yield Citation(source, locator, certainty)


def _artifact(citation: Citation, source: Source) -> Json:
    place = Worded(
        f"{source.label.fr}, {citation.locator} ({source.published})",
        f"{source.label.en}, {citation.locator} ({source.published})",
    )
    page = web_page(source)
    return {
        "type": "citation",
        "label": citation.id,
        **both("display", place, "fr"),
        **both("citation", _in_full(citation, source), "fr"),
        **({"url": page} if page else {}),
    }


def _in_full(citation: Citation, source: Source) -> Worded:
    how, checked = CERTAINTY[citation.certainty], source.checked_on.isoformat()
    return Worded(
        f"{source.citation} Publié : {source.published}. Passage : {citation.locator}. Certitude "
        f"{citation.certainty} ({how.fr}). Lu : {source.read}. Vérifié le {checked}.",
        f"{source.citation} Published: {source.published}. Place: {citation.locator}. Certainty "
        f"{citation.certainty} ({how.en}). Read: {source.read}. Checked on {checked}.",
    )
