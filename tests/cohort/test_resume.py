"""An interrupted run goes on where it was, and ends as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from cds_service.cli import main
from cds_service.cohort import chart, shard
from cds_service.cohort.errors import CohortError
from tests.cohort.exports import TODAY, Json, write_export
from tests.cohort.runs import PACK, cohort, findings

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ("findings.ndjson", "rejected.ndjson", "summary.json")


def killed_after(writes: int, folder: Path, out: Path) -> None:
    command = [sys.executable, "-m", "tests.cohort.killed", str(folder), str(out), str(writes)]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


@pytest.fixture
def broken_export(tmp_path: Path, charts: list[list[Json]]) -> Path:
    folder = write_export(tmp_path / "export", charts, shuffle=3)
    with (folder / "Observation.ndjson").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    return folder


@pytest.mark.parametrize("writes", [0, 2, 9, 26, 45, 70])
def test_killed_midway_and_started_again_equals_undisturbed(
    tmp_path: Path, broken_export: Path, writes: int
) -> None:
    cohort(broken_export, tmp_path / "undisturbed")
    killed_after(writes, broken_export, tmp_path / "out")
    assert not (tmp_path / "out" / "findings.ndjson").exists()
    cohort(broken_export, tmp_path / "out")
    for name in RESULTS:
        found = [(tmp_path / where / name).read_bytes() for where in ("undisturbed", "out")]
        assert found[0] == found[1], name
    assert not (tmp_path / "out" / "work").exists()


def test_killed_twice_equals_undisturbed(tmp_path: Path, broken_export: Path) -> None:
    cohort(broken_export, tmp_path / "undisturbed")
    for writes in (5, 6):
        killed_after(writes, broken_export, tmp_path / "out")
    cohort(broken_export, tmp_path / "out")
    assert findings(tmp_path / "out") == findings(tmp_path / "undisturbed")


def test_what_was_done_is_not_done_again(
    tmp_path: Path, broken_export: Path, charts: list[list[Json]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    ask = chart.ask

    def counted(*arguments: object) -> object:
        asked.append(arguments)
        return ask(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(shard, "ask", counted)
    killed_after(60, broken_export, tmp_path / "out")
    cohort(broken_export, tmp_path / "out")
    assert 0 < len(asked) < len(charts)
    asked.clear()
    cohort(broken_export, tmp_path / "out")
    assert asked == []


def test_another_hook_date_or_input_is_refused_by_name(tmp_path: Path, export: Path) -> None:
    out = tmp_path / "out"
    cohort(export, out)
    with pytest.raises(CohortError, match="the date"):
        cohort(export, out, today=TODAY - timedelta(days=1))
    with pytest.raises(CohortError, match="the hook"):
        cohort(export, out, hook="order-sign")
    with pytest.raises(CohortError, match="the input"):
        cohort(write_export(tmp_path / "other", []), out)


def test_the_command_refuses_in_words_and_replaces_on_request(tmp_path: Path, export: Path) -> None:
    def run(*more: str) -> tuple[int, str]:
        arguments = ["cohort", str(export), "--out", str(tmp_path / "out"), "--workers", "1"]
        ended = CliRunner().invoke(main, [*arguments, *more])
        return ended.exit_code, ended.stderr

    assert run("--as-of", "2026-11-20")[0] == 0
    before = findings(tmp_path / "out")
    code, told = run("--as-of", "2024-01-01")
    assert code == 1
    assert "--fresh" in told
    assert findings(tmp_path / "out") == before
    assert run("--as-of", "2024-01-01", "--fresh")[0] == 0
    assert findings(tmp_path / "out") != before


def test_a_fresh_run_in_the_same_process_remembers_nothing_of_the_last(
    tmp_path: Path, charts: list[list[Json]]
) -> None:
    folder = write_export(tmp_path / "export", charts)
    cohort(folder, tmp_path / "out")
    (folder / "Observation.ndjson").unlink()
    cohort(folder, tmp_path / "out", fresh=True)
    cohort(folder, tmp_path / "elsewhere")
    assert findings(tmp_path / "out") == findings(tmp_path / "elsewhere")


def test_a_worker_with_another_content_is_refused(
    tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(PACK, version="another")
    monkeypatch.setattr(shard, "_pack", lambda _: other)
    with pytest.raises(CohortError, match="a worker has the content another"):
        cohort(export, tmp_path / "out")


def test_the_input_folder_is_never_written_to(tmp_path: Path, export: Path) -> None:
    with pytest.raises(CohortError, match="must not be the input"):
        cohort(export, export)


KILLED_WITH_WORKERS = """
import os, signal, sys
from multiprocessing import active_children
from pathlib import Path
from cds_service.cohort.engines import local
from tests.cohort import runs

if __name__ == "__main__":
    def die(_what, _total, done):
        for number, size in enumerate(done):
            if number == 3:
                print(*(child.pid for child in active_children()), flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
            yield size

    with local(2) as engine:
        runs.run(
            runs.Job(Path(sys.argv[1]), Path(sys.argv[2]), "patient-view", runs.TODAY, "cards",
                     chunk_bytes=runs.SMALL, shard_bytes=runs.SMALL),
            runs.PACK, engine, die)
"""


def has_ended(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_the_workers_of_a_killed_run_end_and_do_not_disturb_the_next(
    tmp_path: Path, broken_export: Path
) -> None:
    cohort(broken_export, tmp_path / "undisturbed")
    script = tmp_path / "killed_with_workers.py"
    script.write_text(KILLED_WITH_WORKERS, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script), str(broken_export), str(tmp_path / "out")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    workers = [int(pid) for pid in ended.stdout.split()]
    assert len(workers) == 2
    deadline = time.monotonic() + 20
    while not all(map(has_ended, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert all(map(has_ended, workers))
    cohort(broken_export, tmp_path / "out")
    for name in RESULTS:
        found = [(tmp_path / where / name).read_bytes() for where in ("undisturbed", "out")]
        assert found[0] == found[1], name
