"""The page at `/`: choose a patient, draft an order, sign it, see what the service says and why."""

from __future__ import annotations

from flask import Flask, Response
from msgspec import to_builtins

from cds_service import samples
from cds_service.web.runtime import Runtime
from cds_service.web.services import SERVICES
from cds_service.web.workbench.composed import orderable
from cds_service.web.workbench.facts import fact_words
from cds_service.web.workbench.pages import Pages
from cds_service.web.workbench.words import words_for_scripts


def add_try_it(app: Flask, runtime: Runtime, pages: Pages) -> None:
    """Add `GET /`."""

    @app.get("/")
    def try_it() -> Response:
        language = pages.language()
        return pages.show(
            "try.html",
            "try",
            samples=[samples.sample(name) for name in samples.names()],
            servers=sorted(base.url for base in runtime.fhir.of(None).bases),
            drugs=orderable(runtime.pack, language),
            services=SERVICES,
            words=words_for_scripts(language),
            titles={r.id: r.table.title.in_language(language) for r in runtime.pack.rules},
            facts=to_builtins(fact_words(runtime.pack.terms, language)),
            sources={
                name: {"label": s.label.in_language(language), "url": s.url or ""}
                for name, s in runtime.pack.sources.items()
            },
        )
