"""A count of Python instructions: the same on a busy machine as on an idle one.

It guards against a relapse that no clock on shared machines could see. What it cannot see is time
spent inside C, so the ratios of CPU time stay beside it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.in_process import answered
from benchmarks.request import LARGE, MEDIUM, body, with_observations

KEPT = Path(__file__).parent / "kept_instructions.json"
TOLERANCE = 0.05
_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

CASES = {
    "medium request": MEDIUM,
    "140 kB request": LARGE,
    "1,000 observations": with_observations(1000),
}


def instructions(work: Callable[[], object]) -> int:
    """Python instructions of one go of `work`, after one go that fills caches."""
    work()
    count = 0

    def each(frame: FrameType, event: str, _: Any) -> Callable[..., Any]:  # noqa: ANN401 (as sys.settrace has it)
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def measure() -> dict[str, int]:
    """Instructions of one answer to each of the requests."""
    requests = {name: body(chart) for name, chart in CASES.items()}
    return {name: instructions(partial(answered, request)) for name, request in requests.items()}


def relapses(found: dict[str, int]) -> list[str]:
    """Say where more instructions are needed than was kept; other Pythons count otherwise."""
    kept = json.loads(KEPT.read_text()).get(_PYTHON)
    if kept is None:
        print(f"!!! NOT COMPARED: no instruction counts are kept for Python {_PYTHON}")
        return []
    told = []
    for name, number in found.items():
        change = number / kept[name] - 1
        print(f"instructions, {name}: {number:,} ({change:+.1%} of what is kept)")
        if change > TOLERANCE:
            told.append(f"{name} needs {number:,} instructions, {kept[name]:,} are kept")
    return told


def keep(found: dict[str, int]) -> None:
    """Keep these counts as what later ones are compared with, for this Python."""
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    KEPT.write_text(json.dumps(kept | {_PYTHON: found}, indent=2) + "\n")
