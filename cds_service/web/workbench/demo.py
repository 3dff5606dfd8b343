"""What the Try it page asks of the server; none of it is there unless the service is open.

Nothing here is a way round authentication: in `jwt` mode, and when the service listens to more
than this machine, these addresses do not exist.
"""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Flask, Response, abort

from cds_service import samples
from cds_service.auth.loopback import is_loopback
from cds_service.errors import InvalidRequestError, MissingDataError
from cds_service.hooks.contexts import PATIENT_VIEW
from cds_service.hooks.request import decode_strictly
from cds_service.settings import Settings
from cds_service.web.incoming import hook_body
from cds_service.web.problems import problem
from cds_service.web.runtime import Runtime
from cds_service.web.services import SERVICES, Service, service_of
from cds_service.web.workbench.chart import read_chart
from cds_service.web.workbench.composed import order_of_form
from cds_service.web.workbench.course import read_course
from cds_service.web.workbench.markdown import html_of
from cds_service.web.workbench.pages import Pages
from cds_service.web.workbench.plots import Plotter
from cds_service.web.workbench.record import record_of_json, record_of_sample
from cds_service.web.workbench.refusal import refusal
from cds_service.web.workbench.words import word

_MOST_TEXTS = 60
_VIEW = "lupus-patient-view"


class _Texts(msgspec.Struct, frozen=True):
    texts: tuple[str, ...]


class _Named(msgspec.Struct, frozen=True):
    hook: str


_TEXTS = msgspec.json.Decoder(_Texts)
_NAMED = msgspec.json.Decoder(_Named)
_ANY = msgspec.json.Decoder(dict[str, Any])


def demo_allowed(settings: Settings) -> bool:
    """Whether the demonstration may run: open mode, on this machine only."""
    return settings.auth == "off" and is_loopback(settings.host)


def add_demo(app: Flask, runtime: Runtime, pages: Pages) -> None:
    """Add the addresses under `/workbench/`."""
    limit = runtime.settings.max_body_bytes

    @app.get("/workbench/samples/<name>/<visit>")
    def sample_record(name: str, visit: str) -> Response:
        if name not in samples.names():
            abort(404)
        return _json(record_of_sample(name, visit, runtime.clock()))

    @app.post("/workbench/record")
    def pasted_record() -> Response:
        return _json(record_of_json(hook_body(limit)))

    @app.post("/workbench/chart")
    def chart() -> Response:
        language = pages.language()
        try:
            answer = runtime.answer(service_of(_VIEW), hook_body(limit), language)
        except MissingDataError as error:
            told = word("refusal.unread", language, what=refusal(error, language))
            if not runtime.fhir.of(None).bases:
                told = f"{told}\n{word('try.servers_none', language)}"
            return _json_text(problem(412, told).body(), 412)
        return pages.piece("chart.html", chart=read_chart(answer.picture, language))

    @app.post("/workbench/timeline")
    def timeline() -> Response:
        language = pages.language()
        body = hook_body(limit)
        plain = runtime.answer(service_of(_VIEW), _as_view(body), language)
        drafted = runtime.answer(_service_of_hook(body), body, language)
        titles = {r.id: r.table.title.in_language(language) for r in runtime.pack.rules}
        course = read_course(plain.evidence, drafted.evidence, runtime.pack, runtime.clock())
        return pages.piece("timeline.html", plots=Plotter(course, language, titles).plots())

    @app.post("/workbench/order")
    def order() -> Response:
        language = pages.language()
        return _json(order_of_form(hook_body(limit), runtime.pack, runtime.clock(), language))

    @app.post("/workbench/markdown")
    def markdown() -> Response:
        texts = decode_strictly(_TEXTS, hook_body(limit)).texts
        if len(texts) > _MOST_TEXTS:
            raise InvalidRequestError(f"at most {_MOST_TEXTS} texts", "$.texts")
        return _json({"html": [str(html_of(text)) for text in texts]})


def _service_of_hook(body: bytes) -> Service:
    named = decode_strictly(_NAMED, body).hook
    return next((one for one in SERVICES if one.hook == named), service_of(_VIEW))


def _as_view(body: bytes) -> bytes:
    """The same call as if the chart were opened, without what is being drafted."""
    read: dict[str, Any] = decode_strictly(_ANY, body)
    return msgspec.json.encode(read | {"hook": PATIENT_VIEW})


def _json(told: Any) -> Response:  # noqa: ANN401 (anything that JSON can say)
    return _json_text(msgspec.json.encode(told))


def _json_text(text: bytes, status: int = 200) -> Response:
    response = Response(text, status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
