"""Searching the artefacts: by `_id`, `url` and `name`, in pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from cds_service.errors import LupusCdsError
from cds_service.publish.canonical import BASE, Json

PARAMETERS: Mapping[str, str] = {"_id": "token", "url": "uri", "name": "string"}
"""The search parameters that are understood, with their FHIR type."""

MOST = 1000
"""The most resources in one page."""
_PAGE = "_page"


class InvalidSearchError(LupusCdsError):
    """A parameter that is understood has a value that is not."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which resources of the result are wanted: the size of a page, and its number from 1."""

    size: int
    number: int


def page_of(parameters: Mapping[str, str]) -> Page:
    """The page asked for; raises InvalidSearchError."""
    size = _whole_number(parameters, "_count", MOST)
    return Page(min(size, MOST), max(_whole_number(parameters, _PAGE, 1), 1))


def understood(parameters: Mapping[str, str]) -> dict[str, str]:
    """The parameters that the search takes into account."""
    known = {*PARAMETERS, "_count", _PAGE}
    return {name: value for name, value in parameters.items() if name in known and value}


def searchset(
    resources: Iterable[Json], kind: str, parameters: Mapping[str, str], base: str
) -> Json:
    """The answer to a search of one type as a Bundle; `base` is where the service is reached."""
    used = understood(parameters)
    page = page_of(used)
    found = [r for r in resources if r["resourceType"] == kind and _matches(r, used)]
    first = (page.number - 1) * page.size
    shown = found[first : first + page.size]
    bundle: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": [_link("self", kind, used, base)],
    }
    if page.size and first + page.size < len(found):
        onward = {**used, "_count": str(page.size), _PAGE: str(page.number + 1)}
        bundle["link"].append(_link("next", kind, onward, base))
    if shown:
        bundle["entry"] = [_entry(resource) for resource in shown]
    return bundle


def _matches(resource: Json, wanted: Mapping[str, str]) -> bool:
    """FHIR's matching: ids and URIs are equal, a name begins so, whatever the case."""
    ids = wanted["_id"].split(",") if "_id" in wanted else [resource["id"]]
    urls = wanted["url"].split(",") if "url" in wanted else [resource.get("url")]
    names = [name.casefold() for name in wanted.get("name", "").split(",")]
    return (
        resource["id"] in ids
        and resource.get("url") in urls
        and any(str(resource.get("name", "")).casefold().startswith(name) for name in names)
    )


def _entry(resource: Json) -> Json:
    address = f"{BASE}/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": address, "resource": resource, "search": {"mode": "match"}}


def _link(relation: str, kind: str, parameters: Mapping[str, str], base: str) -> Json:
    query = f"?{urlencode(parameters)}" if parameters else ""
    return {"relation": relation, "url": f"{base}/fhir/{kind}{query}"}


def _whole_number(parameters: Mapping[str, str], name: str, otherwise: int) -> int:
    written = parameters.get(name)
    if written is None:
        return otherwise
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise InvalidSearchError(f"{name} is a whole number from 0")
    return int(written)
