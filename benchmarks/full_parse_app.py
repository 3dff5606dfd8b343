"""The most: the same Flask application, with every resource built by fhir.resources first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from flask import Flask, request

app = Flask(__name__)


@app.post("/cds-services/<service_id>")
def answer(service_id: str) -> dict[str, list[object]]:  # noqa: ARG001 (part of the route)
    """Parse every resource of prefetch and drafts, and answer."""
    for resource in resources_of(request.get_json()):
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    return {"cards": []}


def resources_of(call: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each resource of a call once, out of its Bundle."""
    for sent in (*call["prefetch"].values(), call["context"]["draftOrders"]):
        if sent["resourceType"] == "Bundle":
            yield from (entry["resource"] for entry in sent["entry"])
        else:
            yield sent
