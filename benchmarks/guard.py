"""The guard of a change: ratios and counts, never seconds, since machines differ and are busy."""

from __future__ import annotations

from benchmarks import calls, counted, request, services
from benchmarks.services import FLOOR, FULL_PARSE, OURS

# Room for a busy machine, not for a relapse: instruction counts see what is finer.
MAX_OURS_TO_FLOOR = 16.0
MIN_FULL_PARSE_TO_OURS = 2.5


def check() -> int:
    """Measure for some seconds; 1 when something got lost, said in words."""
    broken = counted.relapses(counted.measure())
    costs = calls.measure(services.own(), request.body(), calls.GUARD)
    cpu = {name: cost.cpu_ms for name, cost in costs.items()}
    slow, lean = cpu[OURS] / cpu[FLOOR], cpu[FULL_PARSE] / cpu[OURS]
    print(f"CPU, ours / floor: {slow:.2f} (at most {MAX_OURS_TO_FLOOR})")
    print(f"CPU, full parse / ours: {lean:.2f} (at least {MIN_FULL_PARSE_TO_OURS})")
    if slow > MAX_OURS_TO_FLOOR:
        broken.append(f"ours / floor is {slow:.2f}, more than {MAX_OURS_TO_FLOOR}")
    if lean < MIN_FULL_PARSE_TO_OURS:
        broken.append(f"full parse / ours is {lean:.2f}, less than {MIN_FULL_PARSE_TO_OURS}")
    for each in broken:
        print(f"benchmark guard BROKEN: {each}")
    return 1 if broken else 0
