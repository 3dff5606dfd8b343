"""The goals of the service, and whether what was measured reaches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.calls import Cost
from benchmarks.latency import CLIENTS, Waiting
from benchmarks.services import EXPRESS, FLOOR, FULL_PARSE, HEALTHCHAIN, OURS


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that should be at most, or at least, so much."""

    what: str
    measured: float
    bound: float
    unit: str = "x"
    at_least: bool = False

    @property
    def reached(self) -> bool:
        """Whether the figure is on the right side of its bound."""
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def row(self) -> str:
        """A row of the table of goals."""
        sign = ">=" if self.at_least else "<="
        verdict = "reached" if self.reached else "**missed**"
        measured, bound = f"{self.measured:.3g}", f"{self.bound:g}"
        return f"| {self.what} | {measured} {self.unit} | {sign} {bound} {self.unit} | {verdict} |"


def table(goals: list[Goal]) -> str:
    """All goals as a Markdown table."""
    head = ["| | measured | goal | |", "| --- | ---: | ---: | --- |"]
    return "\n".join([*head, *(goal.row() for goal in goals)])


def of_cpu(costs: Mapping[str, Cost]) -> list[Goal]:
    """CPU of a call against the others; a peer that is not there has no goal."""
    cpu = {name: cost.cpu_ms for name, cost in costs.items()}
    ours = cpu[OURS]
    goals = [Goal("CPU of a call, ours / floor", ours / cpu[FLOOR], 2.0)]
    if HEALTHCHAIN in cpu:
        apart = cpu[HEALTHCHAIN] / ours
        goals.append(Goal("HealthChain's constant card / ours", apart, 5.0, at_least=True))
    goals.append(Goal("full parse / ours", cpu[FULL_PARSE] / ours, 50.0, at_least=True))
    if EXPRESS in cpu:
        goals.append(Goal("ours / Node's constant card (Express)", ours / cpu[EXPRESS], 0.75))
    return goals


def of_waiting(found: Waiting) -> list[Goal]:
    """Waiting, memory and start-up of one worker."""
    return [
        Goal("one client, medium request, p50", found.medium_p50, 1, "ms"),
        Goal("one client, 1,000 observations, p50", found.thousand_p50, 5, "ms"),
        Goal(f"{CLIENTS} clients, medium request, p99", found.crowd_p99, 50, "ms"),
        Goal("resident memory of a worker, after the crowd", found.megabytes_after, 90, "MB"),
        Goal("first card after the start of the process", found.first_card, 1000, "ms"),
    ]


def of_rules(rules: Mapping[str, float]) -> Goal:
    """The dearest rule."""
    name, cost = next(iter(rules.items()))
    return Goal(f"dearest rule (`{name}`)", cost, 5, "us")
