"""The hooks themselves, and the explanation of what they answer."""

from __future__ import annotations

from flask import Flask, Response

from cds_service.web.identity import caller
from cds_service.web.incoming import hook_body, wanted_language
from cds_service.web.replies import explain_reply, hook_reply
from cds_service.web.runtime import Runtime
from cds_service.web.services import service_of
from cds_service.web.watching import elapsed, note, request_id


def add_hooks(app: Flask, runtime: Runtime) -> None:
    """Add `POST /cds-services/{id}` and `POST /explain/{id}`."""
    default = runtime.settings.language
    limit = runtime.settings.max_body_bytes

    @app.post("/cds-services/<service_id>")
    def invoke(service_id: str) -> Response:
        service = service_of(service_id)
        language = wanted_language(default)
        answer = runtime.answer(service, hook_body(limit), language, caller())
        reply = hook_reply(answer, language)
        note(service=service.id, hook_instance=answer.request.hookInstance)
        runtime.memory.record(answer, service.id, language, elapsed(), request_id())
        return _advice(reply, language)

    @app.post("/explain/<service_id>")
    def explain(service_id: str) -> Response:
        service = service_of(service_id)
        language = wanted_language(default)
        answer = runtime.answer(service, hook_body(limit), language, caller())
        note(service=service.id)
        return _advice(explain_reply(answer, runtime.pack, language), language)


def _advice(body: bytes, language: str) -> Response:
    response = Response(body, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return response
