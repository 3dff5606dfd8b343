"""What all pages share: their templates, their language, their strict policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from jinja2 import Environment, PackageLoader, StrictUndefined

from cds_service.render.language import LANGUAGES, Language, day, number
from cds_service.web.incoming import wanted_language
from cds_service.web.workbench.assets import asset_url
from cds_service.web.workbench.markdown import html_of_content
from cds_service.web.workbench.words import word

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_COOKIE = "lupus-cds-language"
_A_YEAR = 365 * 24 * 3600


class Pages:
    """Renders pages.

    `demo` tells whether the Try it page may call the hooks, `insights` whether all may see the use.
    """

    def __init__(self, default: str, content_version: str, *, demo: bool, insights: bool) -> None:
        self._default = default
        self._environment = Environment(
            loader=PackageLoader(__package__),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["markdown"] = html_of_content
        self._environment.globals.update(
            asset=asset_url, content_version=content_version, demo=demo, insights=insights
        )

    def language(self) -> Language:
        """The language asked for: in the address, else chosen before, else by the browser."""
        for asked in (request.args.get("lang"), request.cookies.get(_COOKIE)):
            for known in LANGUAGES:
                if asked == known:
                    return known
        return wanted_language(self._default)

    def show(self, template: str, here: str, **facts: Any) -> Response:
        """A whole page; `here` is its place in the navigation."""
        language = self.language()
        response = self._answer(self.part(template, language, here=here, **facts), language)
        if request.args.get("lang") == language:
            response.set_cookie(_COOKIE, language, max_age=_A_YEAR, samesite="Lax", httponly=True)
        return response

    def piece(self, template: str, **facts: Any) -> Response:
        """A part of a page, fetched by a script; never kept."""
        language = self.language()
        return self._answer(self.part(template, language, **facts), language)

    def part(self, template: str, language: Language, **facts: Any) -> str:
        """A template as text."""
        return self._environment.get_template(template).render(
            language=language, **_words(language), **facts, other=_other(language)
        )

    def _answer(self, text: str, language: Language) -> Response:
        response = Response(text, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def _words(language: Language) -> dict[str, Callable[..., str]]:
    """Functions that write in one language: `t` a text, `told` what has both, `on` a day, ..."""

    def t(key: str, **slots: object) -> str:
        return word(key, language, **slots)

    def told(both: Any) -> str:  # noqa: ANN401 (Worded and its likes)
        return str(both.en if language == "en" else both.fr)

    def on(value: date | None) -> str:
        return day(value, language) if value else ""

    def num(value: float, digits: int | None = None) -> str:
        return number(value, language, digits)

    return {"t": t, "told": told, "on": on, "num": num}


def _other(language: Language) -> dict[str, str]:
    """The address of this page in the other language."""
    code = "en" if language == "fr" else "fr"
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return {"code": code, "url": f"{request.path}?{urlencode([*kept, ('lang', code)])}"}
