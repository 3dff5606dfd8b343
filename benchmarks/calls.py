"""CPU and wall time of a call, in rounds that go round the services, so that all meet the same."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.connection import BenchmarkError
from benchmarks.process import cpu_seconds
from benchmarks.server import Server, Service
from benchmarks.services import OURS


@dataclass(frozen=True, slots=True)
class Plan:
    """How many rounds, how long a service is called in each, and how often at least."""

    rounds: int
    seconds: float
    least_calls: int = 10


FULL = Plan(rounds=9, seconds=0.8)
GUARD = Plan(rounds=5, seconds=0.4)


@dataclass(frozen=True, slots=True)
class Round:
    """CPU milliseconds a call, and the wall time of each call."""

    cpu_ms: float
    wall_ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call costs: CPU (median, least and most of the rounds) and median wall time, in ms."""

    cpu_ms: float
    cpu_ms_least: float
    cpu_ms_most: float
    wall_ms: float

    @classmethod
    def of(cls, rounds: list[Round]) -> Cost:
        """Summarise the rounds of one service."""
        cpu = [each.cpu_ms for each in rounds]
        wall = statistics.median(ms for each in rounds for ms in each.wall_ms)
        return cls(statistics.median(cpu), min(cpu), max(cpu), wall)


def measure(services: list[Service], body: bytes, plan: Plan) -> dict[str, Cost]:
    """Start the services, call them in turns, stop them."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = [stack.enter_context(Server(service, scratch)) for service in services]
        for server in servers:
            _check_answer(server, body)
            _round(server, body, plan)  # a warm-up that is not counted
        rounds: dict[str, list[Round]] = {service.name: [] for service in services}
        for number in range(plan.rounds):
            print(f"calls: round {number + 1} of {plan.rounds}", file=sys.stderr)
            for turn in range(len(servers)):
                server = servers[(number + turn) % len(servers)]  # each goes first in its turn
                rounds[server.service.name].append(_round(server, body, plan))
    return {name: Cost.of(found) for name, found in rounds.items()}


def _check_answer(server: Server, body: bytes) -> None:
    with server.connect(body) as connection:
        answer = connection.call()
    if server.service.name == OURS and b'"summary"' not in answer:
        raise BenchmarkError("our service answered no card to the request: are the rules on?")


def _round(server: Server, body: bytes, plan: Plan) -> Round:
    """Call for a while over one connection that is kept alive."""
    worker = server.worker
    wall: list[float] = []
    with server.connect(body) as connection:
        connection.call()  # connecting is not part of the measure
        began, before = time.perf_counter(), cpu_seconds(worker)
        while time.perf_counter() - began < plan.seconds or len(wall) < plan.least_calls:
            started = time.perf_counter()
            connection.call()
            wall.append((time.perf_counter() - started) * 1000)
        used = cpu_seconds(worker) - before
    if server.worker != worker:
        raise BenchmarkError(f"{server.service.name}: the worker did not last a whole round")
    return Round(used * 1000 / len(wall), tuple(wall))
