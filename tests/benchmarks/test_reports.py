"""What the benchmark says of its figures is what they are."""

import json
from functools import partial
from pathlib import Path

import pytest

from benchmarks import cohort, counted, goals
from benchmarks.calls import Cost
from benchmarks.growth import Line


@pytest.mark.parametrize(
    ("measured", "bound", "at_least", "reached"),
    [
        (2.0, 2.0, False, True),
        (2.1, 2.0, False, False),
        (5.0, 5.0, True, True),
        (4.9, 5.0, True, False),
    ],
)
def test_a_goal_is_reached_on_its_own_side_of_the_bound_only(
    measured: float, bound: float, at_least: bool, reached: bool
) -> None:
    goal = goals.Goal("what", measured, bound, at_least=at_least)
    assert goal.reached is reached
    assert ("**missed**" in goal.row()) is not reached


def test_a_peer_that_is_not_there_has_no_goal() -> None:
    costs = {name: Cost(1.0, 1.0, 1.0, 1.0) for name in ("floor", "lupus-cds", "full parse")}
    assert len(goals.of_cpu(costs)) == 2
    assert len(goals.of_cpu(costs | {"HealthChain": costs["floor"]})) == 3


def test_a_line_through_points_on_a_line_is_that_line() -> None:
    line = Line(((0, 10.0), (5, 20.0), (10, 30.0)))
    assert (line.slope, line.start, line.fit) == pytest.approx((2.0, 10.0, 1.0))


def test_instructions_are_counted_alike_every_time_and_more_work_counts_more() -> None:
    few, again, many = (counted.instructions(partial(work, number)) for number in (9, 9, 90))
    assert few == again
    assert many > 5 * few


def work(number: int) -> int:
    total = 0
    for each in range(number):
        total += each
    return total


def test_more_instructions_than_are_kept_are_a_relapse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(counted, "KEPT", tmp_path / "kept.json")
    counted.keep({"a call": 1000})
    assert counted.relapses({"a call": 1040}) == []
    assert counted.relapses({"a call": 900}) == []
    assert counted.relapses({"a call": 1060}) == ["a call needs 1,060 instructions, 1,000 are kept"]
    (tmp_path / "kept.json").write_text(json.dumps({"2.7": {}}))
    assert counted.relapses({"a call": 1060}) == []
    assert "NOT COMPARED" in capsys.readouterr().out


def test_a_section_takes_the_place_of_the_one_of_its_size_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cohort, "REPORT", tmp_path / "COHORT.md")
    for section in ("## 100,000 patients, 2 MB\n\nold", "## 5,000 patients, 1 MB\n\nsmall",
                    "## 100,000 patients, 3 MB\n\nnew"):  # fmt: skip
        cohort.keep(section)
    text = (tmp_path / "COHORT.md").read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## 5,000 patients, 1 MB", "## 100,000 patients, 3 MB"]
    assert "old" not in text
    assert "small" in text
