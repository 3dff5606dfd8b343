"""Insights count what was answered, and tell of no patient."""

from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from cds_service import samples
from cds_service.app import MEMORY, create_app
from cds_service.evidence.templates import templates_for
from cds_service.settings import Settings
from tests.toy_pack.calls import TODAY

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
