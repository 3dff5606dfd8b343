"""The OpenAPI document with real examples, at `/openapi.json` and as a page at `/api`."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import msgspec
import yaml
from flask import Flask, Response

from cds_service import samples
from cds_service.answer import answer
from cds_service.engine.pack import Pack
from cds_service.evidence.templates import templates_for
from cds_service.web.replies import explain_reply, hook_reply
from cds_service.web.runtime import Runtime
from cds_service.web.workbench.pages import Pages

Json = dict[str, Any]
_EXAMPLE, _HOOK = "hcq-too-high", "order-sign"
_DAY = date(2026, 11, 20)


def add_openapi(app: Flask, runtime: Runtime, pages: Pages) -> None:
    """Add `GET /openapi.json` and `GET /api`."""

    @cache
    def document() -> Json:
        return openapi_document(runtime.pack, runtime.settings.public_url)

    @cache
    def encoded() -> bytes:
        return msgspec.json.encode(document())

    @app.get("/openapi.json")
    def openapi() -> Response:
        return Response(encoded(), content_type="application/json")

    @app.get("/api")
    def api() -> Response:
        return pages.show("api.html", "api", document=document(), pretty=_pretty)


def openapi_document(pack: Pack, public_url: str) -> Json:
    """The document of openapi.yaml, with versions, the server's address and examples."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files(__package__) / "openapi.yaml").read_text(encoding="utf-8")
    document: Json = yaml.load(text, Loader=loader)  # noqa: S506 (safe loader)
    document["info"]["version"] = version("lupus-cds")
    document["info"]["x-content-version"] = pack.version
    document["servers"] = [{"url": public_url.rstrip("/") or "/"}]
    for (path, method, status), example in _examples(pack).items():
        operation = document["paths"][path][method]
        holder = operation["responses"][status] if status else operation["requestBody"]
        holder["content"]["application/json"]["example"] = example
    return document


def _examples(pack: Pack) -> dict[tuple[str, str, str], Any]:
    """A real call: an order of hydroxychloroquine at too high a dose is signed."""
    body = samples.hook_request(_EXAMPLE, _HOOK, _DAY, templates_for(_HOOK))
    answered = answer(pack, _HOOK, msgspec.json.encode(body), _DAY, "en", 3)
    reply: Json = msgspec.json.decode(hook_reply(answered, "en"))
    why: Json = msgspec.json.decode(explain_reply(answered, pack, "en"))
    told = [row for row in why["trace"] if row["verdict"] != "quiet"] or why["trace"][:1]
    card = reply["cards"][0]["uuid"] if reply["cards"] else "6b1e1d9c-0000-4000-8000-000000000000"
    entry = {"card": card, "outcome": "overridden", "outcomeTimestamp": f"{_DAY}T09:30:00Z"}
    invoke, explain = "/cds-services/{service_id}", "/explain/{service_id}"
    return {
        (invoke, "post", ""): body,
        (invoke, "post", "200"): reply,
        (explain, "post", ""): body,
        (explain, "post", "200"): {"cards": reply["cards"], "trace": told},
        (f"{invoke}/feedback", "post", ""): {"feedback": [entry]},
    }


def _pretty(value: Any) -> str:  # noqa: ANN401 (JSON)
    text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
    return text if len(text) < 6000 else f"{text[:6000]}\n…"
