"""How long a piece of Python takes: CPU time of this process, the median of many goes."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

_ROUND_NS = 2_000_000
"""Goes are made until a round lasts so long: shorter ones are the clock's noise."""


def microseconds(piece: Callable[[], object], rounds: int = 15) -> float:
    """Median CPU time of one go of `piece`, in microseconds, without garbage collection."""
    goes = _goes_of_a_round(piece)
    found = []
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            gc.collect()  # between rounds, so that each finds memory it has used before
            began = time.thread_time_ns()
            for _ in range(goes):
                piece()
            found.append((time.thread_time_ns() - began) / goes)
    finally:
        if enabled:
            gc.enable()
    return statistics.median(found) / 1000


def _goes_of_a_round(piece: Callable[[], object]) -> int:
    goes = 1
    while True:
        began = time.thread_time_ns()
        for _ in range(goes):
            piece()
        used = time.thread_time_ns() - began
        if used >= _ROUND_NS:
            return goes
        goes = max(goes + 1, round(goes * 1.2 * _ROUND_NS / max(used, 1)))
