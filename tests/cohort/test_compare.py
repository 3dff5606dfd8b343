"""Comparing two runs says who gains or loses a card, and why."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cds_service.cohort.compare import changes_in, compare
from cds_service.cohort.errors import CohortError
from tests.cohort.exports import TODAY
from tests.cohort.runs import cohort, findings

Json = dict[str, Any]
LATER = TODAY + timedelta(days=400)


def cards(out: Path) -> dict[tuple[str, str], Json]:
    return {(row["patient"], row["rule"]): row for row in findings(out)}


@pytest.fixture
def two_days(tmp_path: Path, export: Path) -> tuple[Path, Path]:
    for name, day in (("before", TODAY), ("after", LATER)):
        cohort(export, tmp_path / name, today=day)
    return tmp_path / "before", tmp_path / "after"


def test_gained_and_lost_are_the_difference_of_the_findings(two_days: tuple[Path, Path]) -> None:
    before, after = two_days
    compare(before, after)
    told = json.loads((after / "compare.json").read_text(encoding="utf-8"))
    then, now = cards(before), cards(after)
    by_kind: dict[str, set[tuple[str, str]]] = {"gained": set(), "lost": set(), "changed": set()}
    for change in told["changes"]:
        by_kind[change["change"]].add((change["patient"], change["rule"]))
    assert by_kind["gained"] == set(now) - set(then) != set()
    assert by_kind["lost"] == set(then) - set(now) != set()
    both = set(then) & set(now)
    assert by_kind["changed"] == {
        key for key in both
        if [then[key][k] for k in ("verdict", "indicator")]
        != [now[key][k] for k in ("verdict", "indicator")]
    }  # fmt: skip
    counted = Counter((c["rule"], c["change"]) for c in told["changes"])
    for rule, counts in told["rules"].items():
        for kind, number in counts.items():
            assert counted[rule, kind] == number
    assert (told["before"]["date"], told["after"]["date"]) == (str(TODAY), str(LATER))


def test_each_change_says_what_was_said_before_and_after(two_days: tuple[Path, Path]) -> None:
    before, after = two_days
    compare(before, after)
    then, now = cards(before), cards(after)
    whys = set()
    for change in changes_in(after):
        key = change.patient, change.rule
        for said, found in ((change.before, then), (change.after, now)):
            if key in found:
                assert (said.verdict, said.facts) == (found[key]["verdict"], found[key]["facts"])
            else:
                assert said.verdict == "quiet"
                whys.add(said.because)
    assert whys - {""}


def test_a_run_compared_with_its_like_has_no_changes(tmp_path: Path, export: Path) -> None:
    for name in ("one", "two"):
        cohort(export, tmp_path / name)
    assert compare(tmp_path / "one", tmp_path / "two").rules == {}
    assert json.loads((tmp_path / "two" / "compare.json").read_text())["changes"] == []


def finding(rule: str, verdict: str = "fires", **more: object) -> Json:
    return {"patient": "Patient/p", "rule": rule, "verdict": verdict, "indicator": "info",
            "facts": {}, **more}  # fmt: skip


def written(folder: Path, like: Path, rows: list[Json]) -> Path:
    """A finished run whose findings are made up."""
    folder.mkdir()
    for name in ("manifest.json", "summary.json", "rejected.ndjson", "tally.json"):
        (folder / name).write_bytes((like / name).read_bytes())
    (folder / "quiet.ndjson").write_bytes(b"")
    (folder / "findings.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ([], [finding("r", shadow=True)], "gained"),
        ([finding("r", shadow=True)], [finding("r")], "gained"),
        ([finding("r")], [finding("r", shadow=True)], "lost"),
        ([finding("r", shadow=True)], [], "lost"),
        ([finding("r", "cannot-tell")], [finding("r")], "changed"),
        ([finding("r")], [finding("r")], None),
    ],
)
def test_rules_in_shadow_count_as_the_cards_they_would_be(
    tmp_path: Path, export: Path, then: list[Json], now: list[Json], expected: str | None
) -> None:
    cohort(export, tmp_path / "like")
    before = written(tmp_path / "before", tmp_path / "like", then)
    after = written(tmp_path / "after", tmp_path / "like", now)
    compare(before, after)
    assert [change.change for change in changes_in(after)] == ([expected] if expected else [])


def test_only_another_finished_run_is_compared_with(tmp_path: Path, export: Path) -> None:
    cohort(export, tmp_path / "out")
    with pytest.raises(CohortError, match="no finished run"):
        compare(tmp_path, tmp_path / "out")
    with pytest.raises(CohortError, match="another run"):
        compare(tmp_path / "out", tmp_path / "out")
