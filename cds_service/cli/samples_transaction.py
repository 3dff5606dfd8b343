"""A sample as the transaction that puts it on a FHIR server."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def transaction(chart: Json, base: str) -> Json:
    """The chart as a transaction that puts each resource under its own id."""
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [_put(entry["resource"], base) for entry in chart["entry"]],
    }


def _put(resource: Json, base: str) -> Json:
    place = f"{resource['resourceType']}/{resource['id']}"
    return {
        "fullUrl": f"{base}/{place}",
        "resource": resource,
        "request": {"method": "PUT", "url": place},
    }
