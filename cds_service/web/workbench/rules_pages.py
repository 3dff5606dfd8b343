"""The catalogue: `/rules` with search and filters, one page a rule, one document, the coverage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import groupby

from flask import Flask, Response, abort, request

from cds_service.hooks.contexts import HOOKS
from cds_service.render.places import Places, places_of
from cds_service.web.runtime import Runtime
from cds_service.web.workbench.case_text import CaseTeller, Example
from cds_service.web.workbench.coverage import coverage
from cds_service.web.workbench.history import releases
from cds_service.web.workbench.pages import Pages
from cds_service.web.workbench.rule_view import RuleView, rule_views
from cds_service.web.workbench.vignettes import cases_of

_LONGEST_QUERY = 80


def add_rules_pages(app: Flask, runtime: Runtime, pages: Pages) -> None:
    """Add the pages of the catalogue; they tell nothing about a patient and are open to all."""
    pack = runtime.pack
    covered = coverage(pack, runtime.settings.content)

    @lru_cache(maxsize=4)
    def read(language: str, today: date) -> tuple[RuleView, ...]:
        return rule_views(pack, language, today)

    @lru_cache(maxsize=64)
    def examples(language: str, topic: str, rule_id: str) -> dict[str, list[Example]]:
        cases = cases_of(runtime.settings.content, topic, rule_id)
        return CaseTeller(pack, language).grouped(cases)

    def views() -> tuple[RuleView, ...]:
        return read(pages.language(), runtime.clock())

    def places() -> Places:
        return places_of(pack, pages.language())

    def topic_names() -> dict[str, str]:
        language = pages.language()
        return {name: said.in_language(language) for name, said in pack.topics.items()}

    def grouped(found: Iterable[RuleView]) -> list[tuple[str, list[RuleView]]]:
        names = topic_names()
        together = groupby(found, key=lambda view: view.entry.topic)
        return [(names[topic], list(views)) for topic, views in together]

    @app.get("/rules")
    def rules() -> Response:
        everything = views()
        chosen = {
            name: request.args.get(name, "")[:_LONGEST_QUERY]
            for name in ("q", "topic", "hook", "status", "certainty")
        }
        found = [view for view in everything if _fits(view, chosen)]
        choices = {
            "topic": _distinct(view.entry.topic for view in everything),
            "hook": list(HOOKS),
            "status": ["active", "shadow", "off"],
            "certainty": ["S", "V", "V2", "K"],
        }
        return pages.show(
            "rules.html",
            "rules",
            groups=grouped(found),
            count=len(found),
            total=len(everything),
            chosen=chosen,
            choices=choices,
            topics=topic_names(),
        )

    @app.get("/rules/print")
    def rules_print() -> Response:
        return pages.show(
            "rules_print.html",
            "rules",
            rules=views(),
            groups=grouped(views()),
            today=runtime.clock(),
        )

    @app.get("/rules/<rule_id>")
    def rule(rule_id: str) -> Response:
        view = next((view for view in views() if view.entry.id == rule_id), None)
        if view is None:
            abort(404)
        names = [
            (c, places().told(place), s)
            for c in covered
            for place, s in c.statements.items()
            if rule_id in s.rules
        ]
        return pages.show(
            "rule.html",
            "rules",
            rule=view,
            encodes=names,
            topic=topic_names()[view.entry.topic],
            examples=examples(pages.language(), view.entry.topic, rule_id),
            releases=releases(runtime.settings.content, rule_id),
        )

    @app.get("/coverage")
    def coverage_page() -> Response:
        titles = {view.entry.id: view.entry.title for view in views()}
        return pages.show(
            "coverage.html", "coverage", covered=covered, titles=titles, places=places()
        )


def _fits(view: RuleView, chosen: dict[str, str]) -> bool:
    entry = view.entry
    wanted = chosen["q"].lower().split()
    return (
        chosen["topic"] in {"", entry.topic}
        and (not chosen["hook"] or chosen["hook"] in entry.hooks)
        and chosen["status"] in {"", entry.status}
        and chosen["certainty"] in {"", entry.certainty}
        and all(word in view.text() for word in wanted)
    )


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
