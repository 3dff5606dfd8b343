"""From the table of the series to charts as they stood on a day: FHIR Bundles and hook calls."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import fhir_profiles
from tests.vignettes.build import HookCall, build
from tests.vignettes.chart import chart
from tests.vignettes.dates import Clock
from tests.vignettes.reading import read_yaml
from tests.vignettes.wording import Json

SOURCE = fhir_profiles.root() / "examples" / "strasbourg" / "cohort.yaml"
ANCHOR = date(2026, 11, 20)
"""The day of every call; the first infusion lies as many days before it as the call says."""
TEST_DATA = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
SYNTHETIC = "https://lupus-cds.example/fhir/identifier/synthetic"
BASE = "https://lupus-cds.example/fhir"
LONG_BEFORE = -400


@cache
def cohort() -> Json:
    """The source: the days of the calls, and one row per patient."""
    content: Json = read_yaml(SOURCE)
    return content


def patients() -> list[Json]:
    """The fourteen rows."""
    rows: list[Json] = cohort()["patients"]
    return rows


def call_day(visit: str) -> int:
    """The day after the first infusion on which the service is called."""
    day: int = cohort()["calls"][visit]
    return day


def hook_call(row: Json, visit: str, templates: Mapping[str, str]) -> HookCall:
    """The patient-view call of one patient at one visit."""
    return build(case(row, call_day(visit)), ANCHOR, templates)


def bundle(row: Json, visit: str) -> Json:
    """The chart of one patient at one visit, as a Bundle of visibly synthetic resources."""
    resources = chart(case(row, call_day(visit)), Clock(ANCHOR))
    identity = {
        "identifier": [{"system": SYNTHETIC, "value": f"SYNTHETIQUE-STRASBOURG-{row['id']}"}],
        "name": [
            {"use": "official", "family": "SYNTHETIQUE", "given": [f"Strasbourg-{row['id']}"]}
        ],
    }
    resources[0] |= identity
    entries = [
        {
            "fullUrl": f"{BASE}/{r['resourceType']}/{r['id']}",
            "resource": {**r, "meta": {"tag": [TEST_DATA]}},
        }
        for r in resources
    ]
    return {
        "resourceType": "Bundle",
        "id": f"strasbourg-{row['id']}-{visit.lower()}",
        "meta": {"tag": [TEST_DATA]},
        "type": "collection",
        "entry": entries,
    }


def case(row: Json, on: int) -> Json:
    """The row as a vignette's case on a day: what lay ahead is not told yet."""
    start = ANCHOR - timedelta(days=on)
    return {
        "name": f"Strasbourg {row['id']} on day {on}",
        "patient": {"sex": row["sex"], "age": row["age"]},
        "conditions": ["sle", *(["smoker"] if row.get("smoker") else [])],
        "treatments": [_dated(order, start, on) for order in _orders(row) if order["from"] <= on],
        "observations": [
            {"is": kind, "value": value, "ago": start + timedelta(days=day)}
            for kind, days in (
                ("selena-sledai", row["scores"]),
                ("flare", row.get("flares", {})),
            )
            for day, value in days.items()
            if day <= on
        ],
    }


def _orders(row: Json) -> Iterator[Json]:
    yield from _belimumab(row["belimumab"])
    yield from _prednisone(row.get("prednisone", {}))
    for drug in row["drugs"]:
        words = {"drug": drug["drug"], "dose": f"{drug['mg']} mg"}
        if "per_day" in drug:
            words["per_day"] = drug["per_day"]
        if drug.get("weekly"):
            words["every"] = "1 wk"
        yield {"from": drug.get("from", LONG_BEFORE), "to": drug.get("to"), "words": words}


def _belimumab(said: Json) -> Iterator[Json]:
    words = {"drug": "belimumab", "dose": "10 mg/kg", "every": "28 d", "route": "iv"}
    if "pause" in said:
        first, last = said["pause"]
        yield {"from": 0, "to": first - 1, "words": words}
        yield {"from": last + 1, "to": None, "words": words}
    else:
        yield {"from": 0, "to": said.get("stop"), "words": words, "reason": said.get("reason")}


def _prednisone(doses: Mapping[int, float]) -> Iterator[Json]:
    steps = [*sorted(doses.items()), (None, 0)]
    for (day, mg), (following, _) in pairwise(steps):
        if mg:
            last = None if following is None else following - 1
            yield {"from": day, "to": last, "words": {"drug": "prednisone", "dose": f"{mg} mg"}}


def _dated(order: Json, start: date, on: int) -> Json:
    """The order as it stood that day: one that ends later still runs."""
    made = {**order["words"], "since": start + timedelta(days=order["from"])}
    if order["to"] is None or order["to"] > on:
        return made
    made["until"] = start + timedelta(days=order["to"])
    made["status"] = "stopped" if order.get("reason") else "completed"
    return {**made, "reason": order["reason"]} if order.get("reason") else made
