"""Memory stays bounded whatever the input's size."""

import resource
import subprocess
import sys
from pathlib import Path

from tests.cohort.exports import ordinary_chart, write_export
from tests.cohort.runs import summary

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
ALLOWANCE = 60 * MEGABYTE
"""What a run may take beyond the program itself; the export is larger."""

MEASURED = """
import resource, sys
from pathlib import Path
from tests.cohort.runs import cohort
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
with open("/proc/self/statm") as file:
    size = int(file.read().split()[0]) * resource.getpagesize()
limit = size + int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
cohort(Path(sys.argv[1]), Path(sys.argv[2]), cut=2 * 1024 * 1024)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - base)
"""


def test_an_export_larger_than_the_memory_allowed_is_worked_through(tmp_path: Path) -> None:
    padding = "x" * 20_000
    charts = [ordinary_chart(seed) for seed in range(600)]
    for chart in charts:
        for one in chart:
            one["text"] = {"status": "generated", "div": padding}
    folder = write_export(tmp_path / "export", charts, shuffle=1)
    size = sum(file.stat().st_size for file in folder.iterdir())
    assert size > 1.5 * ALLOWANCE
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, str(folder), str(tmp_path / "out"), str(ALLOWANCE)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert summary(tmp_path / "out")["patients"] == len(charts)
    assert int(ended.stdout) < ALLOWANCE


def test_the_limit_of_the_test_is_one_that_can_be_hit() -> None:
    # Without this, a system that ignores the limit would make the test above prove nothing.
    greedy = MEASURED.split("cohort(Path", maxsplit=1)[0] + "bytearray(2 * int(sys.argv[3]))"
    ended = subprocess.run(
        [sys.executable, "-c", greedy, "", "", str(ALLOWANCE)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert "MemoryError" in ended.stderr
    assert resource.RLIMIT_AS
