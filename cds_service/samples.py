"""The bundled synthetic patients, told as of any day."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cds_service.date_shift import shifted
from cds_service.errors import LupusCdsError

Json = dict[str, Any]
_FOLDER = files("fhir_profiles").joinpath("examples")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://lupus-cds.example/fhir/samples")
_BASE = "https://lupus-cds.example/fhir"


class UnknownSampleError(LupusCdsError):
    """No sample, or no moment of a sample, has this name."""

    def __init__(self, asked: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no sample {asked!r}; there are {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages of the service."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class HookOfSample:
    """One moment of the story: a hook, its draft orders, the stay it happens in."""

    hook: str
    drafts: str | None = None
    encounter: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A synthetic patient and the story the chart tells on the anchor day."""

    name: str
    title: Bilingual
    story: Bilingual
    anchor: date
    file: str
    hooks: tuple[HookOfSample, ...]


def names() -> tuple[str, ...]:
    """Every sample, in the order of the index."""
    return tuple(_index())


def sample(name: str) -> Sample:
    """One sample by its name."""
    if name not in _index():
        raise UnknownSampleError(name, names())
    return _index()[name]


def chart(name: str, today: date) -> Json:
    """The patient's Bundle (type collection), every date shifted from the anchor to `today`."""
    told = sample(name)
    moved: Json = shifted(_read(told.file), today - told.anchor)
    return moved


def hook_request(name: str, hook: str, today: date, templates: Mapping[str, str]) -> Json:
    """A whole CDS Hooks request: prefetch under the keys of `templates`, dates as of `today`."""
    told = sample(name)
    moment = next((moment for moment in told.hooks if moment.hook == hook), None)
    if moment is None:
        raise UnknownSampleError(f"{name} at {hook}", tuple(moment.hook for moment in told.hooks))
    resources = [entry["resource"] for entry in chart(name, today)["entry"]]
    patient = next(r for r in resources if r["resourceType"] == "Patient")
    context: Json = {"userId": "Practitioner/exemple-prescripteur", "patientId": patient["id"]}
    if moment.encounter:
        context["encounterId"] = moment.encounter
    if moment.drafts:
        drafts = shifted(_read(moment.drafts), today - told.anchor)
        if hook == "order-select":
            context["selections"] = [_reference(entry["resource"]) for entry in drafts["entry"]]
        context["draftOrders"] = drafts
    return {
        "hook": hook,
        "hookInstance": str(uuid.uuid5(_NAMESPACE, f"{name}/{hook}")),
        "context": context,
        "prefetch": _prefetch(resources, templates, moment.encounter),
    }


def _prefetch(resources: list[Json], templates: Mapping[str, str], stay: str | None) -> Json:
    """Each key with the resources of its type; an instance that the chart lacks is not sent."""
    prefetch: Json = {}
    for key, template in templates.items():
        kind = template.split("?")[0].split("/")[0]
        found = [r for r in resources if r["resourceType"] == kind]
        if "?" in template:
            prefetch[key] = _searchset(found)
            continue
        if kind == "Encounter":
            found = [r for r in found if r["id"] == stay]
        if found:
            prefetch[key] = found[0]
    return prefetch


def _searchset(found: list[Json]) -> Json:
    bundle: Json = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
    if found:
        bundle["entry"] = [
            {"fullUrl": f"{_BASE}/{_reference(r)}", "resource": r, "search": {"mode": "match"}}
            for r in found
        ]
    return bundle


def _reference(resource: Json) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _read(file: str) -> Json:
    content: Json = json.loads(_FOLDER.joinpath(file).read_text(encoding="utf-8"))
    return content


@cache
def _index() -> dict[str, Sample]:
    told = yaml.safe_load(_FOLDER.joinpath("index.yaml").read_text(encoding="utf-8"))
    return {
        entry["id"]: Sample(
            name=entry["id"],
            title=Bilingual(**entry["title"]),
            story=Bilingual(**entry["story"]),
            anchor=entry["anchor"],
            file=entry["file"],
            hooks=tuple(HookOfSample(**moment) for moment in entry["requests"]),
        )
        for entry in told["samples"]
    }
