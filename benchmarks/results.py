"""The results for readers: RESULTS.md with its plot, and the paragraph of the README."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks import goals
from benchmarks.calls import Cost
from benchmarks.growth import Line
from benchmarks.latency import CLIENTS, Waiting
from benchmarks.markdown import wrapped
from benchmarks.plot import draw
from benchmarks.rule_cost import RuleCosts
from benchmarks.server import ROOT
from benchmarks.services import EXPRESS, FLOOR, FULL_PARSE, HEALTHCHAIN, OURS, UNREAD
from benchmarks.setting import in_words, today

FOLDER = ROOT / "benchmarks"
REPORT = FOLDER / "RESULTS.md"
PLOT = FOLDER / "results.svg"
README = ROOT / "README.md"
COMMAND = "make bench"

_PARAGRAPH = re.compile(r"(?<=<!-- bench:start -->\n).*?(?=<!-- bench:end -->)", re.DOTALL)
_ABOUT = (
    "Each service runs with one worker process and answers the same order-sign call (140 kB: 10 "
    "problems, 20 orders, 60 observations, one draft) over a connection that is kept alive. They "
    "are called in turns, so that whatever else the machine does falls on all alike. CPU is user + "
    f"system time of the worker. *{FLOOR}*: Flask under gunicorn, which only reads the body. "
    f"*{OURS}*: `lupus-cds serve`, all rules, envelope validation and audit on. *{FULL_PARSE}*: "
    f"Flask, every resource built with fhir.resources (R4B). *{HEALTHCHAIN}*: its documented "
    f"service with one constant card, under uvicorn. *{EXPRESS}*: JSON body parser, one constant "
    f"card. *{UNREAD}*: plain node:http that takes the body in and parses nothing, so it could "
    "not tell one call from another; no goal is set against it."
)


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured of calls."""

    costs: Mapping[str, Cost]
    waiting: Waiting
    stages: Mapping[str, float]
    observations: Line
    rules_asked: Line
    rule_costs: RuleCosts

    def goals(self) -> list[goals.Goal]:
        """Every goal with its figure."""
        of_rules = goals.of_rules(self.rule_costs.rules)
        return [*goals.of_cpu(self.costs), *goals.of_waiting(self.waiting), of_rules]


def save(found: Results) -> str:
    """Write the report, the plot and the README's paragraph; returns the report."""
    text = "\n\n".join(_report(found)) + "\n"
    REPORT.write_text(text, encoding="utf-8")
    PLOT.write_text(draw(found.costs, found.observations, found.rules_asked), encoding="utf-8")
    readme = README.read_text(encoding="utf-8")
    README.write_text(_PARAGRAPH.sub(lambda _: _paragraph(found), readme), encoding="utf-8")
    return text


def _report(found: Results) -> Iterable[str]:
    yield "# What one call costs"
    yield wrapped(in_words(COMMAND))
    yield goals.table(found.goals())
    yield f"![CPU of a call beside others, and its growth]({PLOT.name})"
    yield "## One call beside others"
    yield wrapped(_ABOUT)
    yield _costs(found.costs)
    yield "## What a caller waits for"
    yield wrapped(_waiting(found.waiting))
    yield "## Where the time goes"
    yield _stages(found)
    yield "## How it grows"
    yield wrapped(_growth("observation", found.observations))
    yield wrapped(_growth("rule", found.rules_asked))
    yield "## Each rule"
    yield from _rules(found.rule_costs)


def _costs(costs: Mapping[str, Cost]) -> str:
    floor = costs[FLOOR].cpu_ms
    rows = [
        f"| {name} | {cost.cpu_ms:.3f} | {cost.cpu_ms_least:.3f} - {cost.cpu_ms_most:.3f} "
        f"| {cost.cpu_ms / floor:.1f} | {cost.wall_ms:.2f} |"
        for name, cost in sorted(costs.items(), key=lambda one: one[1].cpu_ms)
    ]
    missing = {HEALTHCHAIN, EXPRESS, UNREAD} - set(costs)
    rows += [f"| {name} | **not counted: could not be installed** | | | |" for name in missing]
    head = "| | CPU ms, median of rounds | least - most | x floor | wall ms, p50 |"
    return "\n".join([head, "| --- | ---: | ---: | ---: | ---: |", *rows])


def _waiting(found: Waiting) -> str:
    return (
        f"One worker. Alone: p50 {found.medium_p50:.2f} ms (CPU {found.medium_cpu:.2f} ms) for the "
        f"medium request (55 kB), {found.thousand_p50:.1f} ms (CPU {found.thousand_cpu:.1f} ms) "
        f"for 1,000 observations (1.4 MB). {CLIENTS} clients that each call again as soon as they "
        f"are answered: p50 {found.crowd_p50:.0f} ms, p99 {found.crowd_p99:.0f} ms, "
        f"{found.crowd_calls_per_second:.0f} calls a second with the medium request; "
        f"p99 {found.crowd_large_p99:.0f} ms with the large one. Clients share the cores with the "
        "service, and so many callers wait for each other: p50 is about their number times the CPU "
        "of one call, and falls with every worker that has a core of its own. The worker holds "
        f"{found.megabytes_fresh:.0f} MB at first, {found.megabytes_after:.0f} MB after the crowd. "
        f"The first card takes {found.first_card_cpu:.0f} ms of CPU; the quickest of the starts "
        f"had it after {found.first_card_least:.0f} ms."
    )


def _stages(found: Results) -> str:
    inside = sum(found.stages.values())
    served = 1000 * found.costs[OURS].cpu_ms
    stages = {**found.stages, "web server, HTTP, audit: the rest": served - inside}
    rows = [f"| {name} | {us:.0f} | {us / served:.0%} |" for name, us in stages.items()]
    return "\n".join(["| step | CPU us | |", "| --- | ---: | ---: |", *rows])


def _growth(of: str, line: Line) -> str:
    points = ", ".join(f"{n:,}: {us / 1000:.2f} ms" for n, us in line.points)
    return (
        f"{line.slope:.1f} us for one more {of} (straight line through the points, "
        f"R2 {line.fit:.3f}). In process, by number of {of}s: {points}."
    )


def _rules(costs: RuleCosts) -> Iterable[str]:
    dear = sum(cost > 5 for cost in costs.rules.values())
    yield wrapped(
        f"CPU of a rule whose shared definitions are known: {len(costs.rules)} rules take "
        f"{sum(costs.rules.values()):.0f} us together; {dear} take more than the goal of 5 us. "
        "What they share is paid once in a call, by whichever rule asks first, and listed apart."
    )
    yield _two_columns("rule", costs.rules)
    yield _two_columns("shared, once in a call", costs.shared)


def _two_columns(what: str, costs: Mapping[str, float]) -> str:
    rows = [f"| {name} | {cost:.1f} |" for name, cost in costs.items()]
    return "\n".join([f"| {what} | us |", "| --- | ---: |", *rows])


def _paragraph(found: Results) -> str:
    ours = found.costs[OURS].cpu_ms
    others = [
        f"{ours / found.costs[name].cpu_ms:.2g} times {words}"
        for name, words in _IN_WORDS.items()
        if name in found.costs
    ]
    missed = sum(not goal.reached for goal in found.goals())
    told = f"{missed} of {len(found.goals())} goals are missed" if missed else "all goals reached"
    text = (
        f"One 140 kB order-sign call takes {ours:.2f} ms of CPU with all rules, envelope "
        f"validation and audit: {', '.join(others)}. Alone, a medium call (55 kB) is answered in "
        f"{found.waiting.medium_p50:.1f} ms. {told.capitalize()}: "
        "[benchmarks/RESULTS.md](benchmarks/RESULTS.md) has the table, says where the time goes, "
        f"and is written by `{COMMAND}`, last on {today()}."
    )
    return wrapped(text) + "\n"


_IN_WORDS = {
    FLOOR: "that of Flask under gunicorn which only reads the body",
    HEALTHCHAIN: "that of HealthChain with one constant card",
    EXPRESS: "that of Node (Express) with one constant card",
    FULL_PARSE: "that of a full parse with fhir.resources",
}
