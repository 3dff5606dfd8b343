"""Where a drug acts, as ValueSets: codes of routes, and ATC groups of local and systemic forms."""

from __future__ import annotations

import json
from collections.abc import Iterator

import fhir_profiles
from cds_service.engine.table import Worded
from cds_service.picture.code_forms import ATC
from cds_service.publish.canonical import Edition, Json
from cds_service.publish.value_set import codes, value_set, wholes

ALL_ROUTES = "all.route"
_ROUTE = Worded("Voie d'administration", "Route of administration")
_ROUTES = Worded("Voies d'administration lues", "Routes of administration that are read")
_FORMS = {
    "local": Worded("Formes locales", "Local forms"),
    "systemic": Worded("Formes générales", "Systemic forms"),
}


def site_value_sets(edition: Edition) -> Iterator[Json]:
    """One for each route, one for all of them, one for each kind of form."""
    root = fhir_profiles.root()
    routes = json.loads((root / "routes.json").read_text(encoding="utf-8"))
    for name, known in routes.items():
        title = Worded(f"{_ROUTE.fr} : {name}", f"{_ROUTE.en}: {name}")
        told = f"{title.en}. Whatever the system; also these words: {', '.join(known['words'])}."
        listed = {system: found for system, found in known["codes"].items() if system}
        include = [codes(system, dict.fromkeys(found, "")) for system, found in listed.items()]
        yield value_set(_id("route", name), title, told, include, edition)
    parts = wholes(_id("route", name) for name in routes)
    yield value_set(ALL_ROUTES, _ROUTES, f"{_ROUTES.en}.", parts, edition)
    forms = json.loads((root / "drug-forms.json").read_text(encoding="utf-8"))
    for name, title in _FORMS.items():
        told = f"{title.en}: ATC groups, with every code below them."
        include = [codes(ATC, dict.fromkeys(forms[f"{name}_atc"], ""))]
        yield value_set(_id("form", name), title, told, include, edition)


def _id(kind: str, name: str) -> str:
    return f"{kind}.{name}"
