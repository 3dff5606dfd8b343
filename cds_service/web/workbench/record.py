"""A patient as the Try it page holds it: what an EHR would send with every call."""

# ruff: noqa: N815 (CDS Hooks' own member names)

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import msgspec

from cds_service import samples
from cds_service.errors import InvalidRequestError
from cds_service.evidence.templates import TEMPLATES

Json = dict[str, Any]
_PRESCRIBER = "Practitioner/exemple-prescripteur"
_VISIT = re.compile(r"[a-z0-9]{4,16}")


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """Context and prefetch of the calls to come, and the drafts the record begins with."""

    patientId: str
    userId: str
    prefetch: Json | None
    drafts: tuple[Json, ...] = ()
    encounterId: str = ""
    fhirServer: str = ""
    hook: str = ""


def record_of_sample(name: str, visit: str, today: date) -> Record:
    """A sample patient, met for the first time on each `visit` (a short random word)."""
    told = samples.sample(name)
    drafts: list[Json] = []
    stay = ""
    for moment in told.hooks:
        asked = samples.hook_request(name, moment.hook, today, {})
        drafts = _resources(asked["context"].get("draftOrders")) or drafts
        stay = moment.encounter or stay
    record = _of_resources(_resources(samples.chart(name, today)), drafts, stay)
    return _renamed(record, visit) if _VISIT.fullmatch(visit) else record


def record_of_json(text: bytes) -> Record:
    """A pasted Bundle or CDS Hooks request; raises InvalidRequestError that says what it is not."""
    try:
        pasted = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidRequestError("this is not JSON", "$") from None
    if not isinstance(pasted, dict):
        raise InvalidRequestError("this is not a JSON object", "$")
    if pasted.get("resourceType") == "Bundle":
        found = _resources(pasted)
        drafts = [r for r in found if _is_draft(r)]
        return _of_resources([r for r in found if not _is_draft(r)], drafts, "")
    context = pasted.get("context")
    if not isinstance(context, dict) or not isinstance(context.get("patientId"), str):
        raise InvalidRequestError(
            "this is neither a FHIR Bundle nor a CDS Hooks request with a context.patientId", "$"
        )
    prefetch = pasted.get("prefetch")
    return Record(
        patientId=context["patientId"],
        userId=str(context.get("userId") or _PRESCRIBER),
        prefetch=prefetch if isinstance(prefetch, dict) else None,
        drafts=tuple(_resources(context.get("draftOrders"))),
        encounterId=str(context.get("encounterId") or ""),
        fhirServer=str(pasted.get("fhirServer") or ""),
        hook=str(pasted.get("hook") or ""),
    )


def _is_draft(resource: Json) -> bool:
    return resource.get("status") == "draft" and resource.get("resourceType") in {
        "MedicationRequest",
        "ServiceRequest",
    }


def _resources(bundle: Any) -> list[Json]:  # noqa: ANN401 (JSON that is not checked yet)
    entries = bundle.get("entry") if isinstance(bundle, dict) else None
    found = (e.get("resource") for e in entries or () if isinstance(e, dict))
    return [r for r in found if isinstance(r, dict) and r.get("resourceType")]


def _of_resources(resources: list[Json], drafts: list[Json], stay: str) -> Record:
    patients = [r for r in resources if r["resourceType"] == "Patient"]
    if len(patients) != 1:
        raise InvalidRequestError(
            f"the Bundle holds {len(patients)} Patient resources, not one", "$.entry"
        )
    prefetch: Json = {}
    for key, template in TEMPLATES.items():
        kind = template.split("?")[0].split("/")[0]
        found = [r for r in resources if r["resourceType"] == kind]
        if "?" in template:
            entries = [{"resource": r, "search": {"mode": "match"}} for r in found]
            answered: Json = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
            prefetch[key] = answered | ({"entry": entries} if entries else {})
        elif found:
            prefetch[key] = found[0]
    return Record(
        patientId=str(patients[0].get("id", "")),
        userId=_PRESCRIBER,
        prefetch=prefetch,
        drafts=tuple(drafts),
        encounterId=stay,
    )


def _renamed(record: Record, visit: str) -> Record:
    """The same patient under another id: what was overridden in one visit is not in the next."""
    old, new = record.patientId, f"{record.patientId}-{visit}"
    text = msgspec.json.encode(record).decode()
    text = text.replace(f'"Patient/{old}"', f'"Patient/{new}"')
    moved = msgspec.json.decode(text, type=Record)
    if moved.prefetch and "patient" in moved.prefetch:
        moved.prefetch["patient"]["id"] = new
    return msgspec.structs.replace(moved, patientId=new)
