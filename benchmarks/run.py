"""Measure our service against the least and the most a call could cost: `make bench`.

Three applications run side by side, each under gunicorn with one worker: one that only reads the
body, our service with all its rules, and one that builds every resource with fhir.resources. They
are called in turns, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import request
from benchmarks.measure import ROOT, App, BenchmarkError, Round

GOAL_OURS_TO_FLOOR = 2.5
GOAL_FULL_TO_OURS = 40.0
# The goals were set for a handful of rules and are missed with the whole catalogue. The guard
# keeps what is reached from getting lost: it leaves room for a busy machine, not for a relapse.
MAX_OURS_TO_FLOOR = 16.0
MIN_FULL_TO_OURS = 2.5

OUR_SERVICE = "cds_service.app:create_app()"
PATH = f"/cds-services/{request.SERVICE}"
FLOOR, OURS, FULL = "floor", "ours", "full parse"
RESULTS = ROOT / "benchmarks" / "results" / "latest.json"
REPORT = ROOT / "benchmarks" / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Plan:
    """How many rounds, and how many requests in each."""

    rounds: int
    requests: dict[str, int]
    warm_up: dict[str, int]


FULL_PLAN = Plan(7, {FLOOR: 400, OURS: 200, FULL: 40}, {FLOOR: 200, OURS: 200, FULL: 10})
GUARD_PLAN = Plan(5, {FLOOR: 200, OURS: 100, FULL: 20}, {FLOOR: 100, OURS: 100, FULL: 5})


@dataclass(frozen=True, slots=True)
class Figures:
    """What a request costs: CPU (median, least and most of the rounds) and wall time, in ms."""

    cpu_ms: float
    cpu_ms_least: float
    cpu_ms_most: float
    wall_ms_p50: float
    wall_ms_p99: float

    @classmethod
    def of(cls, rounds: list[Round]) -> Figures:
        """Summarise the rounds of one application."""
        cpu = [each.cpu_ms for each in rounds]
        wall = statistics.quantiles(
            (ms for each in rounds for ms in each.wall_ms), n=100, method="inclusive"
        )
        return cls(statistics.median(cpu), min(cpu), max(cpu), wall[49], wall[98])


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 1 when a guard is broken or nothing could be measured."""
    options = _options(arguments)
    if options.service == OUR_SERVICE and not _exists("cds_service.app"):
        print("!!! NOT RUN: cds_service.app does not exist yet, there is nothing to measure.")
        return 0
    body = request.body()
    try:
        rounds = measure(options.service, body, GUARD_PLAN if options.guard else FULL_PLAN)
    except BenchmarkError as error:
        print(f"the benchmark FAILED: {error}")
        return 1
    figures = {name: Figures.of(each) for name, each in rounds.items()}
    table = render(figures, len(body))
    print(table)
    if options.service == OUR_SERVICE and not options.guard:
        save(figures, table, len(body))
    return judge(figures) if options.guard else 0


def measure(service: str, body: bytes, plan: Plan) -> dict[str, list[Round]]:
    """Start the three applications, call them in turns, stop them."""
    targets = {
        FLOOR: "benchmarks.floor_app:app",
        OURS: service,
        FULL: "benchmarks.full_parse_app:app",
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = _environment(folder)
        upgrade = [sys.executable, "-m", "cds_service", "db", "upgrade"]
        subprocess.run(upgrade, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        apps = [
            stack.enter_context(App(name, target, environment, folder / f"{number}.log"))
            for number, (name, target) in enumerate(targets.items())
        ]
        for app in apps:
            answer = app.call_once(PATH, body)
            if app.name == OURS and service == OUR_SERVICE:
                _check_that_rules_are_on(answer)
            app.round(PATH, body, plan.warm_up[app.name])
        rounds: dict[str, list[Round]] = {name: [] for name in targets}
        for number in range(plan.rounds):
            for turn in range(len(apps)):
                app = apps[(number + turn) % len(apps)]  # each goes first in its turn
                rounds[app.name].append(app.round(PATH, body, plan.requests[app.name]))
    return rounds


def render(figures: dict[str, Figures], size: int) -> str:
    """Return the table of results, as Markdown."""
    floor, ours, full = figures[FLOOR].cpu_ms, figures[OURS].cpu_ms, figures[FULL].cpu_ms
    rows = [
        f"| {name:<10} | {f.cpu_ms:9.3f} | {f.cpu_ms_least:7.3f} - {f.cpu_ms_most:7.3f} "
        f"| {f.wall_ms_p50:8.3f} | {f.wall_ms_p99:8.3f} |"
        for name, f in figures.items()
    ]
    slow = "reached" if ours / floor <= GOAL_OURS_TO_FLOOR else "missed"
    lean = "reached" if full / ours >= GOAL_FULL_TO_OURS else "missed"
    return "\n".join(
        [
            f"One order-sign call of {size / 1000:.0f} kB; milliseconds a request.",
            "",
            "|            | CPU, median | least - most | wall p50 | wall p99 |",
            "| ---------- | --------- | ----------------- | -------- | -------- |",
            *rows,
            "",
            f"- ours / floor: {ours / floor:.2f}; the goal {GOAL_OURS_TO_FLOOR} is {slow}",
            f"- full parse / ours: {full / ours:.1f}; the goal {GOAL_FULL_TO_OURS:.0f} is {lean}",
        ]
    )


def judge(figures: dict[str, Figures]) -> int:
    """Say which guards are broken; 1 when one is."""
    floor, ours, full = figures[FLOOR].cpu_ms, figures[OURS].cpu_ms, figures[FULL].cpu_ms
    missed = []
    if ours / floor > MAX_OURS_TO_FLOOR:
        missed.append(f"ours / floor is {ours / floor:.2f}, more than {MAX_OURS_TO_FLOOR}")
    if full / ours < MIN_FULL_TO_OURS:
        missed.append(f"full parse / ours is {full / ours:.1f}, less than {MIN_FULL_TO_OURS:.0f}")
    for each in missed:
        print(f"benchmark guard BROKEN: {each}")
    return 1 if missed else 0


def save(figures: dict[str, Figures], table: str, size: int) -> None:
    """Write the results for machines and for readers."""
    packages = {name: version(name) for name in ("gunicorn", "flask", "msgspec", "fhir.resources")}
    measured = {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU",
        "packages": packages,
        "request_bytes": size,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    apps = {name: asdict(each) for name, each in figures.items()}
    RESULTS.write_text(json.dumps(measured | {"apps": apps}, indent=2) + "\n")
    named = ", ".join(f"{name} {number}" for name, number in packages.items())
    REPORT.write_text(
        "# What one call costs\n\n"
        "Written by `make bench`. Each application runs under gunicorn with one worker; they are\n"
        "called in turns over a kept-alive connection. *floor* only reads the body, *ours* is the\n"
        "whole service with its rules, *full parse* builds every resource with fhir.resources\n"
        "(R4B). CPU is user + system time of the worker; the median is over the rounds.\n\n"
        f"{table}\n\n"
        f"Measured on {measured['date']}: Python {measured['python']}, {measured['machine']}; "
        f"{named}.\n"
    )


def _check_that_rules_are_on(answer: bytes) -> None:
    if not json.loads(answer).get("cards"):
        message = "our service answered no card to the benchmark's request: are the rules on?"
        raise BenchmarkError(message)


def _environment(folder: Path) -> dict[str, str]:
    """Return this environment with default settings and a store that is thrown away."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUPUS_CDS_")}
    return kept | {"LUPUS_CDS_DATABASE_URL": f"sqlite:///{folder}/bench.db"}


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--guard", action="store_true", help="short; fail on a relapse")
    parser.add_argument(
        "--service", default=OUR_SERVICE, help="a stand-in for our service, as gunicorn names it"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
