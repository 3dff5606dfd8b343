"""Draft orders of a hook: new orders, changed or stopped running ones, tests, vaccines."""

from tests.vignettes import history
from tests.vignettes.dates import Clock
from tests.vignettes.treatments import WORDS, medication_request, status_reason
from tests.vignettes.wording import Json, VignetteError, check_words

DRAFT_WORDS = WORDS | {"stops", "changes"}


def draft(said: Json, clock: Clock, subject: Json, running: list[Json]) -> Json:
    """One draft; `stops` and `changes` carry the running order's id, `replaces` names it."""
    if "raw" in said:
        raw: Json = clock.resolve(said["raw"])
        return raw
    if "service" in said:
        return history.service_request({"status": "draft", **said}, clock, subject)
    if "recommend" in said:
        return history.recommendation(said, clock, subject)
    check_words(said, DRAFT_WORDS, f"draft of {said.get('drug') or said.get('product')}")
    said = dict(said)
    if "stops" in said:
        stopped = {**find(said.pop("stops"), running), "status": "stopped"}
        if "reason" in said:
            stopped["statusReason"] = status_reason(said["reason"])
        return stopped
    if "replaces" in said:
        said["replaces"] = find(said["replaces"], running)["id"]
    if "changes" in said:
        said["id"] = find(said.pop("changes"), running)["id"]
    if "for" in said and not said.keys() & {"since", "in"}:
        said["since"] = 0
    return medication_request({"status": "draft", "authored": "today", **said}, clock, subject)


def find(name: str, running: list[Json]) -> Json:
    """The running order of this id; the drug's catalogue name is the id of its first order."""
    for order in running:
        if order["id"] == name and order["resourceType"] == "MedicationRequest":
            return order
    raise VignetteError(
        f"no running order has the id '{name}': {', '.join(order['id'] for order in running)}"
    )
