"""`lupus-cds publish` writes what a pack and the data contract say, whatever the pack."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from cds_service.cli import main
from tests.toy_pack.calls import PACK


def test_the_artefacts_of_another_pack_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUPUS_CDS_CONTENT", PACK)
    shown = CliRunner().invoke(main, ["publish", "--out", str(tmp_path)])
    assert shown.exit_code == 0, shown.output
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert f"{len(files)} files" in shown.stdout
    plan = json.loads((tmp_path / "PlanDefinition-dose-high.json").read_text(encoding="utf-8"))
    assert plan["resourceType"] == "PlanDefinition"
    with tarfile.open(tmp_path / "package.tgz") as archive:
        assert "package/PlanDefinition-dose-high.json" in archive.getnames()


def test_the_bytes_are_the_same_in_another_process(tmp_path: Path) -> None:
    written = set()
    for seed in ("1", "2"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "cds_service", "publish", "--out", str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed, "LUPUS_CDS_CONTENT": "cards"},
            check=True,
            capture_output=True,
        )
        written.add((out / "package.tgz").read_bytes())
    assert len(written) == 1


def test_a_folder_is_asked_for() -> None:
    shown = CliRunner().invoke(main, ["publish"])
    assert shown.exit_code == 2
    assert "--out" in shown.output


def test_a_file_in_the_place_of_the_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUPUS_CDS_CONTENT", PACK)
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    shown = CliRunner().invoke(main, ["publish", "--out", str(taken)])
    assert shown.exit_code == 2
    assert "taken" in shown.output
