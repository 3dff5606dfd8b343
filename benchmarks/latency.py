"""What a caller waits for, what a worker holds in memory, and how soon the first card comes."""

from __future__ import annotations

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import cpu_seconds, resident_megabytes
from benchmarks.request import LARGE, MEDIUM, body, with_observations
from benchmarks.server import Server
from benchmarks.services import lupus_cds

CLIENTS = 32
_CALLS_ALONE = 400
_CALLS_EACH = 40
_WARM_UP = 200
_STARTS = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Milliseconds a caller waits, CPU milliseconds beside them, megabytes of the worker."""

    medium_p50: float
    medium_cpu: float
    thousand_p50: float
    thousand_cpu: float
    crowd_p50: float
    crowd_p99: float
    crowd_large_p99: float
    crowd_calls_per_second: float
    megabytes_fresh: float
    megabytes_after: float
    first_card: float
    first_card_least: float
    first_card_cpu: float


@dataclass(frozen=True, slots=True)
class _Start:
    """Milliseconds from the start of the process to the first answer: by the wall clock, of CPU."""

    wall: float
    cpu: float


def measure() -> Waiting:
    """One worker: one client first, then many that each call again as soon as they are answered."""
    medium, large, thousand = (body(size) for size in (MEDIUM, LARGE, with_observations(1000)))
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with Server(lupus_cds(), scratch) as server:
            _one_client(server, medium, _WARM_UP)
            fresh = resident_megabytes(server.worker)
            medium_p50, medium_cpu = _alone(server, medium, _CALLS_ALONE)
            thousand_p50, thousand_cpu = _alone(server, thousand, _CALLS_ALONE // 4)
            began = time.perf_counter()
            crowd = _percentiles(_many_clients(server, medium))
            took = time.perf_counter() - began
            crowd_large = _percentiles(_many_clients(server, large))
            after = resident_megabytes(server.worker)
        starts = [_first_card(scratch, medium) for _ in range(_STARTS)]
    return Waiting(
        medium_p50=medium_p50,
        medium_cpu=medium_cpu,
        thousand_p50=thousand_p50,
        thousand_cpu=thousand_cpu,
        crowd_p50=crowd[49],
        crowd_p99=crowd[98],
        crowd_large_p99=crowd_large[98],
        crowd_calls_per_second=CLIENTS * _CALLS_EACH / took,
        megabytes_fresh=fresh,
        megabytes_after=after,
        first_card=statistics.median(start.wall for start in starts),
        first_card_least=min(start.wall for start in starts),
        first_card_cpu=statistics.median(start.cpu for start in starts),
    )


def _alone(server: Server, request: bytes, calls: int) -> tuple[float, float]:
    """Median waiting time of one client, and mean CPU time of the worker, in ms."""
    before = cpu_seconds(server.worker)
    waited = _one_client(server, request, calls)
    return statistics.median(waited), 1000 * (cpu_seconds(server.worker) - before) / calls


def _one_client(server: Server, request: bytes, calls: int) -> list[float]:
    waited = []
    with server.connect(request) as connection:
        for _ in range(calls):
            started = time.perf_counter()
            connection.call()
            waited.append((time.perf_counter() - started) * 1000)
    return waited


def _many_clients(server: Server, request: bytes) -> list[float]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        waiting = [
            clients.submit(_one_client, server, request, _CALLS_EACH) for _ in range(CLIENTS)
        ]
        return [ms for each in waiting for ms in each.result()]


def _percentiles(waited: list[float]) -> list[float]:
    return statistics.quantiles(waited, n=100, method="inclusive")


def _first_card(scratch: Path, request: bytes) -> _Start:
    """From the start of the process, its store made before, to the first answer."""
    started = time.perf_counter()
    with Server(lupus_cds(), scratch) as server, server.connect(request) as connection:
        connection.call()
        wall = time.perf_counter() - started
        cpu = sum(cpu_seconds(pid) for pid in server.processes)
    return _Start(1000 * wall, 1000 * cpu)
