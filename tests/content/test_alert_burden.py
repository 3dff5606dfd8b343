"""How often the service speaks: never of lupus to patients without it, rarely to the others."""

import statistics

import pytest

from cds_service.app import create_app
from cds_service.engine.pack import load_pack
from cds_service.settings import Settings
from tests.content.ordinary_patients import ordinary_request
from tests.test_vignettes import TODAY, VIGNETTES
from tests.vignettes.runner import run

ORDINARY = 240
HOOKS = ("patient-view", "order-select", "order-sign")
MOST_CARDS_PER_CALL = 5
PACK = load_pack("cards")
DRUG_SAFETY = {rule.id for rule in PACK.rules if rule.topic == "safety"} | {
    "gc-duplicate-molecule",
    "gc-abrupt-stop",
    "gc-pjp-prophylaxis",
    "gc-bone",
}
"""Rules about a drug itself, which run for every patient who takes it."""


def test_ordinary_patients_never_see_a_lupus_card(capsys: pytest.CaptureFixture[str]) -> None:
    client = create_app(Settings(max_cards=0, database_url=""), lambda: TODAY).test_client()
    calls, cards = 0, 0
    for seed in range(ORDINARY):
        for hook in HOOKS:
            body = ordinary_request(seed, hook, TODAY)
            reply = client.post(f"/cds-services/lupus-{hook}", json=body)
            assert reply.status_code == 200, reply.get_data(as_text=True)
            shown = reply.get_json()["cards"]
            rules = {r for c in shown for r in c["extension"]["example.lupus-cds"]["rules"]}
            assert rules <= DRUG_SAFETY, f"patient {seed}, {hook}: {sorted(rules - DRUG_SAFETY)}"
            calls, cards = calls + 1, cards + len(shown)
    with capsys.disabled():
        print(f"\nordinary patients: {cards} cards in {calls} calls, none about lupus")  # noqa: T201


def test_lupus_patients_see_few_cards(capsys: pytest.CaptureFixture[str]) -> None:
    counts = [len(outcome.cards) for v in VIGNETTES if (outcome := run(v, TODAY)).status == 200]
    mean, median = statistics.mean(counts), statistics.median(counts)
    with capsys.disabled():
        print(  # noqa: T201
            f"\nvignettes without a limit: {mean:.2f} cards a call on average, median {median},"
            f" at most {max(counts)}"
        )
    assert mean <= MOST_CARDS_PER_CALL
