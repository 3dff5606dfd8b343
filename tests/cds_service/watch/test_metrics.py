"""The figures: one place for each verdict, all under one prefix."""

import re

from flask.testing import FlaskClient

from cds_service.watch.metrics import count_fetch
from tests.toy_pack.calls import call, prednisone, service, weight


def figures(client: FlaskClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in lines
        if not line.startswith("#")
    }


def grown(before: dict[str, float], after: dict[str, float], name: str) -> dict[str, float]:
    """By how much the samples of a metric grew, by their labels without the version."""
    found = {}
    for sample, value in after.items():
        if sample.startswith(f"{name}{{") and value != before.get(sample, 0):
            labels = re.sub(r'version="[^"]*",?', "", sample.removeprefix(name)).strip("{},")
            found[labels] = value - before.get(sample, 0)
    return found


def test_every_name_has_the_prefix() -> None:
    assert all(name.startswith("lupus_cds_") for name in figures(service()))


def test_verdicts_are_counted_by_rule_and_language() -> None:
    client = service()
    before = figures(client)
    body = call("order-sign", prednisone(), observations=weight(50))
    for language in ("fr", "en", "en"):
        client.post(
            "/cds-services/lupus-order-sign", json=body, headers={"Accept-Language": language}
        )
    after = figures(client)
    counted = grown(before, after, "lupus_cds_verdicts_total")
    assert counted['language="en",rule="dose-high",verdict="fires"'] == 2
    assert counted['language="fr",rule="weight-asked",verdict="quiet"'] == 1
    assert counted['language="fr",rule="explodes",verdict="failed"'] == 1
    assert grown(before, after, "lupus_cds_rule_failures_total") == {'rule="explodes"': 3}
    fates = grown(before, after, "lupus_cds_advice_total")
    assert fates['fate="shadow",rule="shadowed"'] == 3
    assert fates['fate="shown",rule="dose-high"'] == 3
    assert grown(before, after, "lupus_cds_call_seconds_count") == {'service="lupus-order-sign"': 3}


def test_explaining_is_not_counted_as_advice() -> None:
    client = service()
    before = figures(client)
    client.post("/explain/lupus-order-sign", json=call("order-sign", prednisone()))
    assert grown(before, figures(client), "lupus_cds_verdicts_total") == {}


def test_advice_beyond_the_limit_is_counted_as_limited() -> None:
    client = service(max_cards=1)
    before = figures(client)
    client.post(
        "/cds-services/lupus-order-sign", json=call("order-sign", prednisone(), prednisone(id="b"))
    )
    fates = grown(before, figures(client), "lupus_cds_advice_total")
    assert [labels for labels in fates if 'fate="limited"' in labels]


def test_odd_resources_are_counted_under_types_we_know_and_no_other() -> None:
    client = service()
    before = figures(client)
    body = call("patient-view", observations=weight(50))
    body["prefetch"]["observations"]["entry"] += [
        {"resource": {"resourceType": "Martin"}},
        {"resource": {"resourceType": "Observation", "status": ["x"], "code": {}}},
    ]
    client.post("/cds-services/lupus-patient-view", json=body)
    after = figures(client)
    assert not [sample for sample in after if "Martin" in sample]
    assert 'how="skipped",type="other"' in grown(before, after, "lupus_cds_odd_resources_total")


def test_requests_are_counted_by_route_never_by_path() -> None:
    client = service()
    before = figures(client)
    client.post("/cds-services/martin", json={})
    client.get("/martin")
    after = figures(client)
    assert grown(before, after, "lupus_cds_http_requests_total") == {
        'route="/cds-services/<service_id>",status="404"': 1,
        'route="none",status="404"': 1,
        'route="/metrics",status="200"': 1,
    }


def test_a_fetch_is_counted_with_its_outcome() -> None:
    client = service()
    before = figures(client)
    count_fetch("Observation", "timeout", 0.2)
    assert grown(before, figures(client), "lupus_cds_fetches_total") == {
        'outcome="timeout",type="Observation"': 1
    }
