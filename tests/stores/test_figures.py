"""The figures of several workers add up, whichever of them is asked."""

import json
import re
import time
from collections import defaultdict
from pathlib import Path

from tests.faults.fhir_server import fhir_server
from tests.faults.misbehaviours import failing
from tests.stores.client import Client
from tests.stores.served import served
from tests.toy_pack.calls import Json, call, prednisone, weight

CALLS = 24
SIGN = "/cds-services/lupus-order-sign"
Figures = dict[str, float]


def figures(base: str) -> Figures:
    """Every sample, its labels in order and without the content version."""
    found: Figures = defaultdict(float)
    for line in Client(base).get("/metrics")[1].splitlines():
        if not line.startswith("#"):
            sample, _, value = line.rpartition(" ")
            name, _, labels = sample.partition("{")
            kept = sorted(re.findall(r'(?!version=)\b\w+="[^"]*"', labels))
            found[f"{name}{{{','.join(kept)}}}"] += float(value)
    return found


def body(fhir_base: str) -> Json:
    """A call with one odd resource, whose immunizations are fetched in vain."""
    odd = {"resourceType": "Observation", "id": "odd", "status": ["final"], "code": {}}
    sent = weight(50)
    sent["entry"].append({"resource": odd})
    return call("order-sign", prednisone(), observations=sent) | {"fhirServer": fhir_base}


def test_calls_over_several_workers_are_all_counted_once_and_everywhere(tmp_path: Path) -> None:
    clients = tmp_path / "clients.toml"
    with fhir_server() as ehr:
        ehr.misbehave["Immunization"] = failing
        clients.write_text(
            '[[client]]\nname = "ehr"\nissuer = "https://ehr.example"\n'
            f'fhir_servers = ["{ehr.base}"]\n'
        )
        with served(
            f"sqlite:///{tmp_path / 'store.db'}", tmp_path, workers=3,
            LUPUS_CDS_CLIENTS=str(clients), LUPUS_CDS_FETCH_BUDGET_MS="5000",
        ) as running:  # fmt: skip
            before = figures(running.base)
            answer = b""
            for number in range(CALLS):
                language = "en" if number % 4 == 0 else "fr"
                # A connection for each call, so that the workers take turns.
                status, answer = Client(running.base).post(
                    SIGN, body(ehr.base), **{"Accept-Language": language}
                )
                assert status == 200
            after = _settled(running.base)
            version = json.loads(answer)["cards"][0]["extension"]["example.lupus-cds"]
            assert (
                f'version="{version["contentVersion"]}"' in Client(running.base).get("/metrics")[1]
            )
            assert all(figures(running.base)[key] >= after[key] for key in after)
            (folder,) = tmp_path.glob("lupus-cds-metrics-*")
            assert len(list(folder.glob("counter_*.db"))) >= 3, "more than one worker counted"

    grown = {key: value - before[key] for key, value in after.items() if value != before[key]}
    service = 'service="lupus-order-sign"'
    assert grown[f'lupus_cds_calls_total{{language="en",{service}}}'] == CALLS / 4
    assert grown[f'lupus_cds_calls_total{{language="fr",{service}}}'] == CALLS * 3 / 4
    assert grown[f"lupus_cds_call_seconds_count{{{service}}}"] == CALLS
    fires = 'rule="dose-high",verdict="fires"'
    assert grown[f'lupus_cds_verdicts_total{{language="en",{fires}}}'] == CALLS / 4
    assert grown[f'lupus_cds_verdicts_total{{language="fr",{fires}}}'] == CALLS * 3 / 4
    assert grown['lupus_cds_rule_failures_total{rule="explodes"}'] == CALLS
    assert grown['lupus_cds_advice_total{fate="shadow",rule="shadowed"}'] == CALLS
    assert grown['lupus_cds_odd_resources_total{how="mended",type="Observation"}'] == CALLS
    assert grown['lupus_cds_fetches_total{outcome="ok",type="Procedure"}'] == CALLS
    assert grown['lupus_cds_fetches_total{outcome="error",type="Immunization"}'] == CALLS
    fetches = sum(n for key, n in grown.items() if key.startswith("lupus_cds_fetches_total"))
    assert grown["lupus_cds_fetch_seconds_count{}"] == fetches


def _settled(base: str) -> Figures:
    """The figures once all calls are in: they are counted off the request path."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = figures(base)
        counted = sum(n for key, n in found.items() if key.startswith("lupus_cds_calls_total"))
        if counted >= CALLS:
            return found
        time.sleep(0.05)
    raise AssertionError("the calls were never counted")
