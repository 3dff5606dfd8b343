"""Every vignette, through the whole service; and every active rule has its vignettes."""

import json
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.vignettes.reading import Vignette, all_vignettes
from tests.vignettes.runner import run
from tests.vignettes.tally import MINIMUM_PER_RULE, per_rule
from tests.vignettes.wording import Json

TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
VIGNETTES = all_vignettes()


@pytest.fixture(scope="module")
def pack() -> list[Json]:
    listed = subprocess.run(
        [sys.executable, "-m", "cds_service", "rules", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rules: list[Json] = json.loads(listed.stdout)
    return rules


@pytest.mark.parametrize("vignette", VIGNETTES, ids=[vignette.label for vignette in VIGNETTES])
def test_the_service_answers_as_the_clinician_expects(vignette: Vignette) -> None:
    outcome = run(vignette, TODAY)
    if outcome.complaints:
        pytest.fail(f"{vignette.label}\n" + "\n".join(outcome.complaints), pytrace=False)


def test_every_vignette_names_a_rule_of_the_pack(pack: list[Json]) -> None:
    known = {rule["id"] for rule in pack}
    named = {vignette.rule for vignette in VIGNETTES}
    for vignette in VIGNETTES:
        expect = vignette.case.get("expect", {})
        named |= {*expect.get("silent", []), *expect.get("speaks", [])}
    assert not named - known, f"vignettes name unknown rules: {sorted(named - known)}"


def test_every_active_rule_has_enough_vignettes(pack: list[Json]) -> None:
    counts = per_rule(VIGNETTES)
    active = [rule["id"] for rule in pack if rule["status"] == "active"]
    few = {rule: counts[rule] for rule in active if counts[rule] < MINIMUM_PER_RULE}
    assert not few, f"fewer than {MINIMUM_PER_RULE} vignettes: {few}"
