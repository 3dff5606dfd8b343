"""What a call costs and what a population costs: `make bench`.

make bench                          everything, the cohort with 5,000 patients; some minutes
make bench BENCH_ARGS=--full        the cohort with 100,000 patients; needs 8 GB of disk
make bench BENCH_ARGS=--guard       short: ratios and counts, fails on a relapse
make bench BENCH_ARGS=--keep        keep today's instruction counts for the guard
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import (
    calls,
    cohort,
    counted,
    growth,
    guard,
    latency,
    request,
    rule_cost,
    services,
    stages,
)
from benchmarks.connection import BenchmarkError
from benchmarks.results import Results, save


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; 1 when a guard is broken or nothing could be measured."""
    asked = _options(arguments)
    try:
        if asked.guard:
            return guard.check()
        if asked.keep:
            counted.keep(counted.measure())
            return 0
        if not asked.cohort_only:
            print(save(_calls()))
        print(cohort.compare(cohort.FULL if asked.full else cohort.BOUNDED))
    except BenchmarkError as error:
        print(f"the benchmark FAILED: {error}")
        return 1
    return 0


def _calls() -> Results:
    body = request.body()
    return Results(
        costs=calls.measure([*services.own(), *services.peers()], body, calls.FULL),
        waiting=latency.measure(),
        stages=stages.measure(body),
        observations=growth.with_size(),
        rules_asked=growth.with_rules(),
        rule_costs=rule_cost.measure(),
    )


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--full", action="store_true", help="100,000 patients")
    parser.add_argument("--cohort-only", action="store_true", help="leave the calls out")
    parser.add_argument("--guard", action="store_true", help="short; fail on a relapse")
    parser.add_argument("--keep", action="store_true", help="keep the counts of instructions")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
