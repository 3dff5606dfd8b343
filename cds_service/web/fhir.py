"""The published artefacts at `/fhir`, read-only; made at the first question, once a worker."""

from __future__ import annotations

from functools import cache

from flask import Flask, Response, request

from cds_service.publish.canonical import Json
from cds_service.publish.capability import capability_statement
from cds_service.publish.implementation_guide import PACKAGE
from cds_service.publish.package import ARCHIVE, encoded, packed
from cds_service.publish.publication import Publication, publish
from cds_service.publish.search import InvalidSearchError, searchset, understood
from cds_service.web.problems import problem
from cds_service.web.runtime import Runtime

_FHIR_JSON = "application/fhir+json; charset=utf-8"


def add_fhir(app: Flask, runtime: Runtime) -> None:
    """Add `GET /fhir/...`."""

    def base() -> str:
        """Where the service is reached; without a public URL the address that was called."""
        return (runtime.settings.public_url or request.url_root).rstrip("/")

    @cache
    def publication() -> Publication:
        return publish(runtime.pack)

    @cache
    def archive() -> bytes:
        return packed(publication())

    @app.get("/fhir/metadata")
    def metadata() -> Response:
        return _answer(capability_statement(publication(), base()))

    @app.get(f"/fhir/{ARCHIVE}")
    def package() -> Response:
        response = Response(archive(), content_type="application/gzip")
        name = f"{PACKAGE}-{publication().edition.version}.tgz"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @app.get("/fhir/<kind>")
    def search(kind: str) -> Response:
        known = publication()
        if kind not in {found for found, _ in known.by_address}:
            return _refused(404, f"no resource of the type {kind!r} is published")
        parameters = request.args.to_dict()
        ignored = sorted(set(parameters) - set(understood(parameters)))
        if ignored and "handling=strict" in request.headers.get("Prefer", ""):
            return _refused(400, f"these search parameters are not known: {', '.join(ignored)}")
        try:
            return _answer(searchset(known.by_address.values(), kind, parameters, base()))
        except InvalidSearchError as error:
            return _refused(400, str(error))

    @app.get("/fhir/<kind>/<name>")
    def read(kind: str, name: str) -> Response:
        found = publication().by_address.get((kind, name))
        if found is None:
            return _refused(404, f"{kind}/{name} is not published")
        return _answer(found)


def _answer(resource: Json) -> Response:
    return Response(encoded(resource), content_type=_FHIR_JSON)


def _refused(status: int, told: str) -> Response:
    return Response(problem(status, told).body(), status, content_type=_FHIR_JSON)
