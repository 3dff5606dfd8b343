"""The page `/conformance`: what CDS Hooks asks of a service, and what proves it here."""

from __future__ import annotations

from flask import Flask, Response

from cds_service.conformance.table import sections
from cds_service.web.workbench.pages import Pages


def add_conformance(app: Flask, pages: Pages) -> None:
    """Add `GET /conformance`."""

    @app.get("/conformance")
    def conformance() -> Response:
        told = sections()
        proved = sum(1 for section in told for one in section.requirements if one.tests)
        total = sum(len(section.requirements) for section in told)
        return pages.show(
            "conformance.html",
            "conformance",
            sections=told,
            proved=proved,
            total=total,
            sentence=_sentence,
        )


def _sentence(test: str) -> tuple[str, str]:
    """The sentence a test is named after, and its file."""
    file, _, name = test.partition("::")
    return name.removeprefix("test_").replace("_", " "), file
