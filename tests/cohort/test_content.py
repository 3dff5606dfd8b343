"""The same people asked with another content: an earlier one, or one with a rule switched on."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cards
from cds_service.cohort.compare import changes_in
from tests.cohort.exports import Json, request_of
from tests.cohort.runs import findings

ROOT = Path(__file__).resolve().parents[2]
RULE = "hcq-eye-baseline"


def lupus_cds(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cds_service", *arguments],
        cwd=ROOT,
        env={**os.environ, "LUPUS_CDS_DATABASE_URL": ""},
        input=given,
        check=False,
        capture_output=True,
        text=True,
    )


def asked(export: Path, out: Path, *more: str) -> str:
    """Run over the export on one day with two workers; returns what was told."""
    ended = lupus_cds(
        "cohort", str(export), "--out", str(out), "--as-of=2026-11-20", "--workers=2", *more
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


def copy_of_the_content(folder: Path, version: str = "2026.10.0") -> Path:
    shutil.copytree(ROOT / "cards", folder / "cards", ignore=shutil.ignore_patterns("__pycache__"))
    about = folder / "cards" / "__init__.py"
    about.write_text(about.read_text().replace(cards.__version__, version))
    return folder


def with_status(content: Path, status: str) -> Path:
    table = next((content / "cards" / "tables").rglob(f"{RULE.replace('-', '_')}.yaml"))
    text, found = re.subn(r"(?m)^status: \w+", f'status: "{status}"', table.read_text())
    assert found == 1
    table.write_text(text)
    return content


@pytest.fixture
def now(tmp_path: Path, export: Path) -> Path:
    asked(export, tmp_path / "now")
    return tmp_path / "now"


def test_another_content_version_is_compared_and_named(
    tmp_path: Path, export: Path, now: Path
) -> None:
    content = with_status(copy_of_the_content(tmp_path / "october"), "off")
    asked(export, tmp_path / "then", "--content", str(content), "--against", str(now))
    told = json.loads((tmp_path / "then" / "compare.json").read_text(encoding="utf-8"))
    assert told["before"]["content"].startswith(cards.__version__)
    assert told["after"]["content"].startswith("2026.10.0+")
    spoke = {row["patient"] for row in findings(now) if row["rule"] == RULE}
    assert spoke
    assert {(one.patient, one.change) for one in changes_in(tmp_path / "then")} == {
        (patient, "lost") for patient in spoke
    }


def test_a_rule_in_shadow_that_is_switched_on_says_who_gains_a_card(
    tmp_path: Path, export: Path, now: Path
) -> None:
    silent = with_status(copy_of_the_content(tmp_path / "silent"), "shadow")
    asked(export, tmp_path / "shadow", "--content", str(silent))
    asked(export, tmp_path / "on", "--against", str(tmp_path / "shadow"))
    spoke = {row["patient"] for row in findings(now) if row["rule"] == RULE}
    assert spoke
    changes = list(changes_in(tmp_path / "on"))
    assert {(one.patient, one.rule, one.change) for one in changes} == {
        (patient, RULE, "gained") for patient in spoke
    }
    assert all(one.before.shadow and not one.after.shadow for one in changes)


def test_a_run_is_not_resumed_with_another_content(tmp_path: Path, export: Path, now: Path) -> None:
    content = copy_of_the_content(tmp_path / "october")
    ended = lupus_cds(
        "cohort", str(export), "--out", str(now), "--as-of=2026-11-20", "--content", str(content)
    )
    assert ended.returncode == 1
    assert "the guideline content" in ended.stderr


def test_a_single_call_is_replayed_with_the_content_of_its_day(
    tmp_path: Path, charts: list[list[Json]]
) -> None:
    content = copy_of_the_content(tmp_path / "october")
    body = json.dumps(request_of(charts[0], frozenset({"Condition", "MedicationRequest"})))
    replay = ("evaluate", "-", "--as-of=2026-10-15")
    then = lupus_cds(*replay, "--content", str(content), given=body)
    today = lupus_cds(*replay, given=body)
    for ended, version in ((then, "2026.10.0+"), (today, cards.__version__)):
        assert ended.returncode == 0, ended.stderr
        shown = json.loads(ended.stdout)["cards"]
        assert shown
        for card in shown:
            assert card["extension"]["example.lupus-cds"]["contentVersion"].startswith(version)
    assert then.stderr == ""
    assert f"{cards.__version__}" in today.stderr
    assert "later than 2026-10-15" in today.stderr


def test_a_folder_without_content_or_with_one_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    ended = lupus_cds("evaluate", "-", "--content", str(tmp_path), given="{}")
    assert ended.returncode == 1
    assert "holds no folder cards/" in ended.stderr
    content = copy_of_the_content(tmp_path / "strange")
    gates = content / "cards" / "definitions" / "gates.py"
    gates.write_text("from cds_service.model_api import Gone\n" + gates.read_text())
    ended = lupus_cds("evaluate", "-", "--content", str(content), given="{}")
    assert ended.returncode == 1
    assert "does not fit this program" in ended.stderr
    assert "Gone" in ended.stderr
