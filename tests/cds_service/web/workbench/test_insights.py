"""Insights count what was answered, and tell of no patient."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient

from cds_service import samples
from cds_service.app import MEMORY, create_app
from cds_service.evidence.templates import templates_for
from cds_service.settings import Settings
from tests.toy_pack.calls import PACK, TODAY, call, prednisone, weight

SIGN = "/cds-services/lupus-order-sign"
WRONG = {"code": "data-wrong-or-outdated", "system": "https://lupus-cds.example/x"}


def used(folder: Path) -> FlaskClient:
    """A service that was called twice, one card accepted and one overridden."""
    app = create_app(Settings(database_url=f"sqlite:///{folder}/i.db"), lambda: TODAY)
    memory = app.extensions[MEMORY]
    memory.prepare()
    client = app.test_client()
    for place, name in enumerate(("hcq-too-high", "mycophenolate-pregnant")):
        body = samples.hook_request(name, "order-sign", TODAY, templates_for("order-sign"))
        card = client.post(SIGN, json=body).get_json()["cards"][0]
        entry = {"card": card["uuid"], "outcomeTimestamp": "2026-11-20T10:00:00Z"}
        chosen = (
            {"outcome": "accepted", "acceptedSuggestions": [{"id": card["suggestions"][0]["uuid"]}]}
            if place
            else {"outcome": "overridden", "overrideReason": {"reason": WRONG}}
        )
        client.post(f"{SIGN}/feedback", json={"feedback": [entry | chosen]})
    memory.close()
    return client


def test_each_rule_tells_how_often_it_was_shown_accepted_and_overridden(tmp_path: Path) -> None:
    client = used(tmp_path)
    usage = client.application.extensions[MEMORY].store.usage(datetime(2026, 11, 1, tzinfo=UTC))
    of = {one.rule: one for one in usage.rules}
    assert of["hcq-dose-above-5mgkg"].shown == 1
    assert of["hcq-dose-above-5mgkg"].overridden == 1
    assert of["hcq-dose-above-5mgkg"].asked == 2
    assert of["hcq-dose-above-5mgkg"].quiet == 1
    assert of["mmf-pregnancy"].accepted == 1
    assert sum(day.calls for day in usage.days) == 2
    assert usage.speed[0].hook == "order-sign"
    assert usage.speed[0].median <= usage.speed[0].slow <= usage.speed[0].slowest


def test_the_page_shows_reasons_in_words_and_no_patient(tmp_path: Path) -> None:
    page = used(tmp_path).get("/insights?days=30").text
    assert "Donnée erronée ou périmée × 1" in page
    assert "exemple-" not in page
    assert "SYNTHETIQUE" not in page


def test_a_lost_store_leaves_a_page_that_says_so() -> None:
    page = create_app(Settings(database_url=""), lambda: TODAY).test_client().get("/insights")
    assert page.status_code == 200
    assert "registre" in page.text


def test_what_kept_quiet_failed_slept_or_would_have_spoken_is_counted_too(tmp_path: Path) -> None:
    day = [TODAY]
    settings = Settings(content=PACK, database_url=f"sqlite:///{tmp_path}/i.db")
    app = create_app(settings, lambda: day[0])
    memory = app.extensions[MEMORY]
    memory.prepare()
    client = app.test_client()
    for passed in range(3):
        day[0] = TODAY + timedelta(days=passed)
        body = call("order-sign", prednisone(60), observations=weight(60))
        body["hookInstance"] = f"d1577c69-dfbe-44ad-ba6d-3e05e953b2e{passed}"
        cards = client.post(SIGN, json=body).get_json()["cards"]
        high = next((c for c in cards if c["source"]["topic"]["code"] == "dose-high"), None)
        if passed == 0 and high:
            chosen = {"outcome": "overridden", "overrideReason": {"reason": WRONG}}
            entry = {"card": high["uuid"], "outcomeTimestamp": "2026-11-20T10:00:00Z"}
            client.post(f"{SIGN}/feedback", json={"feedback": [entry | chosen]})
    memory.close()
    usage = memory.store.usage(datetime(2026, 11, 1, tzinfo=UTC))
    of = {one.rule: one for one in usage.rules}
    assert of["shadowed"].shadow == 3
    assert of["shadowed"].shown == 0
    assert of["explodes"].failed == 3
    assert [one.calls for one in usage.days] == [1, 1, 1]
    assert of["dose-high"].overridden == 1
    assert of["dose-high"].snoozed == 2
    assert of["dose-high"].shown == 1
    page = client.get("/insights?days=7", headers={"Accept-Language": "en"}).text
    assert "Would have spoken (shadow)" in page
    assert "Observed rule" in page
    assert page.count("<title>") >= 4 * 7, "a bar for every day of the span, in four charts"
