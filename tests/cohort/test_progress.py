"""Whoever watches a run sees how far it is, at which rate, and how long it will take."""

import os
import pty
import re
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cds_service.cohort.progress import show_progress

ROOT = Path(__file__).resolve().parents[2]
BAR = re.compile(
    r"(?P<what>[a-z ]+): +(?P<percent>\d+)%\|.*?\| (?P<done>\S+)/(?P<total>\S+) "
    r"\[(?P<spent>[\d:]+)<(?P<left>[\d:?]+), +(?P<rate>\S+)B/s\]"
)


def on_a_terminal(command: list[str]) -> str:
    """What a command shows to somebody who sits before it."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 120))
    ended = subprocess.Popen(command, cwd=ROOT, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert ended.wait() == 0, shown.decode()
    return shown.decode()


def slowly(sizes: list[int]) -> Iterator[int]:
    for size in sizes:
        time.sleep(0.15)  # tqdm draws at most ten times a second
        yield size


def test_a_bar_on_a_terminal_shows_share_rate_and_time_left() -> None:
    script = """
from cds_service.cohort.progress import show_progress
from tests.cohort.test_progress import slowly
for _ in show_progress("ask", 4_000_000, slowly([1_000_000] * 4)):
    pass
"""
    bars = list(BAR.finditer(on_a_terminal([sys.executable, "-c", script])))
    assert {bar["what"] for bar in bars} == {"asking the rules"}
    middle = next(bar for bar in bars if bar["percent"] in {"25", "50", "75"})
    assert middle["total"] == "4.00M"
    assert re.fullmatch(r"\d\d:\d\d", middle["left"])
    assert middle["rate"].endswith("M")


def test_the_command_shows_both_passes(tmp_path: Path, export: Path) -> None:
    command = [sys.executable, "-m", "cds_service", "cohort", str(export)]
    shown = on_a_terminal([*command, "--out", str(tmp_path / "out"), "--workers=1"])
    assert "grouping by patient" in shown
    assert "asking the rules" in shown
    assert "patients, 0 lines rejected" in shown


def test_the_sizes_pass_through_and_the_bar_never_overruns() -> None:
    assert list(show_progress("group", 3, [1, 1, 5])) == [1, 1, 5]


def test_nothing_is_drawn_into_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(show_progress("group", 3, [1, 2])) == [1, 2]
    assert capsys.readouterr().err == ""
