"""From a case of a vignette to a whole CDS Hooks request."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.vignettes.chart import PATIENT_ID, SECTIONS, SUBJECT, chart, named
from tests.vignettes.dates import Clock
from tests.vignettes.drafts import draft
from tests.vignettes.prefetch import SERVICES, USUAL_TEMPLATES, fill
from tests.vignettes.wording import Json, VignetteError, as_list, check_words

CASE_WORDS = {
    "name", "hook", "lang", "settings", "today", "patient", "weight", "drafts", "selected", "raw",
    "expect", "unsent", "failed", "one_page", "null_keys", "practitioner_role", "source", *SECTIONS,
}  # fmt: skip
NAMESPACE = uuid.UUID("6f1b2c1e-6d1b-5a51-9d2e-0d6f0a9d7c11")


@dataclass(frozen=True)
class HookCall:
    """One call to the service: where, what, in which language."""

    service: str
    body: dict[str, Any]
    headers: dict[str, str]


def build(case: Json, today: date, templates: Mapping[str, str] | None = None) -> HookCall:
    """Turn one case into the call a hospital's record would make that day."""
    check_words(case, CASE_WORDS, case.get("name", "a case"))
    hook = case.get("hook", "patient-view")
    if hook not in SERVICES:
        raise VignetteError(f"'{hook}' is none of {', '.join(SERVICES)}")
    clock = Clock(today)
    resources = chart(case, clock)
    body: Json = {
        "hook": hook,
        "hookInstance": str(uuid.uuid5(NAMESPACE, f"{case.get('name')} {today}")),
        "context": context(case, hook, clock, resources),
        "prefetch": fill(case, resources, templates or USUAL_TEMPLATES),
    }
    headers = {"Accept-Language": case["lang"]} if "lang" in case else {}
    return HookCall(SERVICES[hook], body, headers)


def context(case: Json, hook: str, clock: Clock, resources: list[Json]) -> Json:
    """The hook's context: who, whom, which stay, which draft orders."""
    user = "PractitionerRole/role" if "practitioner_role" in case else "Practitioner/exemple"
    made: Json = {"userId": user, "patientId": PATIENT_ID}
    stays = [
        r for r in resources if r["resourceType"] == "Encounter" and r["status"] == "in-progress"
    ]
    if stays:
        made["encounterId"] = stays[0]["id"]
    if hook == "patient-view":
        if "drafts" in case:
            raise VignetteError(
                "patient-view carries no draft orders: say hook: order-select or order-sign"
            )
        return made
    running = [r for r in resources if r["resourceType"].startswith("Medication")]
    names: Counter[str] = Counter()
    drafts = []
    for said in as_list(case.get("drafts")):
        entry = said if {"stops", "changes", "raw"} & said.keys() else draft_named(said, names)
        drafts.append(draft(entry, clock, SUBJECT, running))
    made["draftOrders"] = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": order} for order in drafts],
    }
    if hook == "order-select":
        chosen = (
            [drafts[number] for number in as_list(case["selected"])]
            if "selected" in case
            else drafts
        )
        made["selections"] = [f"{order['resourceType']}/{order['id']}" for order in chosen]
    return made


def draft_named(said: Json, names: Counter[str]) -> Json:
    """A draft's id says that it is one."""
    key = next((word for word in ("service", "recommend", "drug") if word in said), "drug")
    entry = named(said, key, "order", names)
    return entry if "id" in said else {**entry, "id": f"draft-{entry['id']}"[:64]}
