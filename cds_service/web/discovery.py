"""Discovery: which services there are and which data they would like to be sent."""

# ruff: noqa: N815 (the specification's own member names)

from __future__ import annotations

import msgspec
from flask import Flask, Response

from cds_service.evidence.templates import templates_for
from cds_service.render.language import LANGUAGES
from cds_service.web.incoming import wanted_language
from cds_service.web.services import SERVICES, requirements

SPECIFICATION = "2.0.1"
"""Version of CDS Hooks that the services implement."""


class Entry(msgspec.Struct, frozen=True):
    """One service of the discovery document."""

    hook: str
    title: str
    description: str
    id: str
    usageRequirements: str
    prefetch: dict[str, str]
    version: str = SPECIFICATION


def discovery_document(language: str) -> dict[str, tuple[Entry, ...]]:
    """The discovery document in one language."""
    return {
        "services": tuple(
            Entry(
                hook=service.hook,
                title=service.title.in_language(language),
                description=service.description.in_language(language),
                id=service.id,
                usageRequirements=requirements(language),
                prefetch=templates_for(service.hook),
            )
            for service in SERVICES
        )
    }


def add_discovery(app: Flask, default: str) -> None:
    """Add `GET /cds-services`."""
    bodies = {name: msgspec.json.encode(discovery_document(name)) for name in LANGUAGES}

    @app.get("/cds-services")
    def discovery() -> Response:
        language = wanted_language(default)
        response = Response(bodies[language], content_type="application/json")
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language"
        return response
