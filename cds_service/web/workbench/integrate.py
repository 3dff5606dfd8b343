"""The page `/integrate`: the guide for integrators, and the check of a request."""

from __future__ import annotations

import json

from flask import Flask, Response, request

from cds_service import samples
from cds_service.check import Report, check
from cds_service.check_words import odd_text
from cds_service.errors import InvalidRequestError, MissingDataError
from cds_service.evidence.templates import templates_for
from cds_service.web.runtime import Runtime
from cds_service.web.services import SERVICES
from cds_service.web.workbench.guide import concept_rows, guide, systems, templates, units
from cds_service.web.workbench.pages import Pages
from cds_service.web.workbench.refusal import refusal

_IMPERFECT = "hcq-too-high"


def add_integrate(app: Flask, runtime: Runtime, pages: Pages, *, demo: bool) -> None:
    """Add `/integrate` and `/integrate/codes`; the check only where the hooks are open too."""
    limit = runtime.settings.max_body_bytes

    def page(pasted: str = "", report: Report | None = None, refused: str = "") -> Response:
        titles = {r.id: r.table.title.in_language(pages.language()) for r in runtime.pack.rules}
        return pages.show(
            "integrate.html",
            "integrate",
            guide=guide(),
            units=units(),
            templates=templates(),
            systems=systems(),
            services=SERVICES,
            pasted=pasted,
            report=report,
            refused=refused,
            titles=titles,
            odd_text=odd_text,
        )

    @app.get("/integrate")
    def integrate() -> Response:
        wanted = demo and request.args.get("example")
        return page(_imperfect_example(runtime) if wanted else "")

    @app.get("/integrate/codes")
    def codes() -> Response:
        return pages.show("codes.html", "integrate", concepts=concept_rows())

    if demo:

        @app.post("/integrate")
        def checked() -> Response:
            request.max_form_memory_size = limit
            sent = request.files.get("file")
            body = (sent.read() if sent else b"") or request.form.get("request", "").encode()
            pasted = body.decode("utf-8", errors="replace")
            try:
                return page(pasted, report=_report(runtime, pages, body))
            except (InvalidRequestError, MissingDataError) as error:
                return page(pasted, refused=refusal(error, pages.language()))


def _report(runtime: Runtime, pages: Pages, body: bytes) -> Report:
    hook = _hook_of(body)
    service = next((one for one in SERVICES if one.hook == hook), None)
    if service is None:
        known = ", ".join(one.hook for one in SERVICES)
        raise InvalidRequestError(f"the hook must be one of {known}", "$.hook")
    language = pages.language()
    return check(runtime.answer(service, body, language), language)


def _hook_of(body: bytes) -> str:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidRequestError("this is not JSON", "$") from None
    return str(read.get("hook", "")) if isinstance(read, dict) else ""


def _imperfect_example(runtime: Runtime) -> str:
    """A sample's request with two faults that integrations often have."""
    hook = "order-sign"
    body = samples.hook_request(_IMPERFECT, hook, runtime.clock(), templates_for(hook))
    del body["prefetch"]["allergyIntolerances"]
    for entry in body["prefetch"]["observations"].get("entry", ()):
        if entry["resource"].get("valueQuantity", {}).get("unit") == "kg":
            entry["resource"]["valueQuantity"] = {"value": 52}
    return json.dumps(body, ensure_ascii=False, indent=1)
