"""The least a Flask service can do with a call: read the body, answer no card."""

from __future__ import annotations

from flask import Flask, request

app = Flask(__name__)


@app.post("/cds-services/<service_id>")
def answer(service_id: str) -> dict[str, list[object]]:  # noqa: ARG001 (part of the route)
    """Read the body and answer."""
    request.get_data(cache=False)
    return {"cards": []}
