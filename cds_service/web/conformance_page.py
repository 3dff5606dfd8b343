"""The page `/conformance`: what CDS Hooks asks of a service, and what proves it here."""

from __future__ import annotations

from html import escape

from flask import Flask, Response

from cds_service.conformance.table import Requirement, Section, Text, sections
from cds_service.render.language import LANGUAGES, Language
from cds_service.web.incoming import wanted_language

_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_TITLE = Text(fr="Conformité à CDS Hooks", en="Conformance with CDS Hooks")
_LEAD = Text(
    fr="Ce que CDS Hooks 2.0.1 demande à un service, et ce que la version 3.0 (projet) ajoute sans "
    "risque. À chaque exigence, le test qui la prouve ou la raison de son absence. La construction "
    "échoue si une ligne n'a ni l'un ni l'autre, ou nomme un test qui n'existe pas.",
    en="What CDS Hooks 2.0.1 asks of a service, and what version 3.0 (draft) adds without risk. "
    "For each requirement the test that proves it, or the reason why there is none. The build "
    "fails when a row has neither, or names a test that does not exist.",
)
_COLUMNS = Text(
    fr="Exigence|Version|Force|Ce qui est demandé|Preuve ou raison",
    en="Requirement|Version|Strength|What is asked|Proof or reason",
)


def add_conformance(app: Flask, default: str) -> None:
    """Add `GET /conformance`."""
    pages = {language: _page(language) for language in LANGUAGES}

    @app.get("/conformance")
    def conformance() -> Response:
        language = wanted_language(default)
        response = Response(pages[language], content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language"
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def _page(language: Language) -> str:
    title = escape(_in(_TITLE, language))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"></head><body>'
        f'<p><a href="/">lupus-cds</a></p><h1>{title}</h1><p>{escape(_in(_LEAD, language))}</p>'
        f"{''.join(_section(section, language) for section in sections())}</body></html>"
    )


def _section(section: Section, language: Language) -> str:
    head = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in _in(_COLUMNS, language).split("|")
    )
    rows = "".join(_row(one, language) for one in section.requirements)
    return (
        f"<h2>{escape(_in(section.title, language))}</h2>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(one: Requirement, language: Language) -> str:
    asked = one.fr if language == "fr" else one.en
    why = f"<p>{escape(_in(one.why_not, language))}</p>" if one.why_not else ""
    proofs = "".join(f"<li><code>{escape(test)}</code></li>" for test in one.tests)
    proved = f"<ul>{proofs}</ul>" if proofs else ""
    return (
        f'<tr id="{escape(one.id)}"><th scope="row">{escape(one.id)}</th><td>{one.version}</td>'
        f"<td>{one.level}</td><td>{escape(asked)}</td><td>{why}{proved}</td></tr>"
    )


def _in(text: Text, language: Language) -> str:
    return text.fr if language == "fr" else text.en
