"""A health record that keeps its data on the FHIR server and does what it is advised."""

import json
import re
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cds_service.cli.samples_transaction import transaction
from integration.tests.moments import TODAY, Moment

Json = dict[str, Any]
_HEADERS = {
    "Accept": "application/fhir+json",
    "Content-Type": "application/fhir+json",
    "Cache-Control": "no-cache",
}
ORDERS = ("MedicationRequest", "ServiceRequest")


@dataclass(frozen=True)
class Record:
    """A patient of their own on the FHIR server: a copy of a sample, with the drafts of a hook."""

    base: str
    call: Json

    def asks(self) -> Json:
        """The call as things stand: the drafts are those on the server now."""
        context = dict(self.call["context"])
        if "draftOrders" in context:
            drafts = self.drafts()
            context["draftOrders"] = {
                "resourceType": "Bundle",
                "type": "collection",
                "entry": [{"resource": one} for one in drafts],
            }
        if "selections" in context:
            present = {_place(one) for one in self.drafts()}
            context["selections"] = [one for one in context["selections"] if one in present]
        return {**self.call, "context": context, "fhirServer": self.base, "prefetch": {}}

    def accept(self, suggestion: Json) -> None:
        """Do what the actions say."""
        for action in suggestion["actions"]:
            if action["type"] == "create":
                self._create(action["resource"])
            elif action["type"] == "update":
                _send("PUT", f"{self.base}/{_place(action['resource'])}", action["resource"])
            else:
                _send("DELETE", f"{self.base}/{action['resourceId']}")

    def sign(self) -> None:
        """Make orders of all drafts."""
        for draft in self.drafts():
            signed = draft | {"status": "active", "intent": "order", "authoredOn": f"{TODAY}"}
            _send("PUT", f"{self.base}/{_place(draft)}", signed)

    def _create(self, resource: Json) -> None:
        _send("POST", f"{self.base}/{resource['resourceType']}", resource)

    def drafts(self) -> list[Json]:
        """The patient's draft orders on the server now."""
        patient = self.call["context"]["patientId"]
        return [
            entry["resource"]
            for kind in ORDERS
            for entry in _send(
                "GET", f"{self.base}/{kind}?patient={patient}&status=draft&_count=50"
            ).get("entry", ())
        ]


def record_of(
    moment: Moment, base: str, written: Callable[[Json], Json] = lambda chart: chart
) -> Record:
    """Put a copy of the sample, and its drafts, on the server under ids of their own.

    `written` tells the chart in another way.
    """
    chart, call = written(moment.chart()), moment.request()
    drafts = call["context"].get("draftOrders", {"entry": []})
    places = [_place(entry["resource"]) for entry in (*chart["entry"], *drafts["entry"])]
    mark = uuid.uuid4().hex[:8]
    ids = {place.split("/")[1]: f"{place.split('/')[1]}-{mark}" for place in places}
    chart, drafts, call = (_renamed(one, ids) for one in (chart, drafts, call))
    _send("POST", base, transaction({"entry": [*chart["entry"], *drafts["entry"]]}, base))
    return Record(base, call | {"hookInstance": str(uuid.uuid4())})


def _renamed(node: Json, ids: dict[str, str]) -> Json:
    """The same JSON with ids replaced where they stand whole, in ids and in references."""
    known = "|".join(map(re.escape, ids))
    told = re.sub(
        rf'(?<=["/])({known})(?=")',
        lambda found: ids[found[1]],
        json.dumps(node, ensure_ascii=False),
    )
    renamed: Json = json.loads(told)
    return renamed


def _place(resource: Json) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _send(method: str, url: str, body: Json | None = None) -> Json:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, _HEADERS, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        said: Json = json.loads(answer.read() or b"{}")
    return said
