"""How an export is cut into files and lines does not matter."""

from pathlib import Path

import pytest

from cds_service.cohort.engines import local
from tests.cohort.exports import Json, write_export
from tests.cohort.runs import SMALL, cohort, rejected


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("files", [1, 4])
def test_shuffled_lines_in_several_files_give_identical_findings(
    tmp_path: Path, export: Path, charts: list[list[Json]], seed: int, files: int
) -> None:
    cohort(export, tmp_path / "sorted")
    shuffled = write_export(tmp_path / "export", charts, shuffle=seed, files=files)
    cohort(shuffled, tmp_path / "out")
    names = ("findings.ndjson", "summary.json")
    for name in names:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "sorted" / name).read_bytes()


@pytest.mark.parametrize("cut", [3_000, SMALL, 1_000_000])
def test_portions_and_groups_of_any_size_give_identical_findings(
    tmp_path: Path, export: Path, cut: int
) -> None:
    cohort(export, tmp_path / "whole", cut=50_000_000)
    cohort(export, tmp_path / "out", cut=cut)
    parts = [(tmp_path / name / "findings.ndjson").read_bytes() for name in ("whole", "out")]
    assert parts[0] == parts[1]


def test_a_group_that_is_too_large_is_split_again(
    tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort(export, tmp_path / "whole")
    # Two groups only, each many times the size a group should have.
    monkeypatch.setattr("cds_service.cohort.run._groups", lambda *_: 2)
    cohort(export, tmp_path / "out")
    parts = [(tmp_path / name / "findings.ndjson").read_bytes() for name in ("whole", "out")]
    assert parts[0] == parts[1]


def test_several_processes_give_the_findings_of_one(tmp_path: Path, export: Path) -> None:
    cohort(export, tmp_path / "one")
    with local(2) as engine:
        cohort(export, tmp_path / "two", engine)
    parts = [(tmp_path / name / "findings.ndjson").read_bytes() for name in ("one", "two")]
    assert parts[0] == parts[1]


def test_a_byte_order_mark_blank_lines_and_crlf_are_no_errors(
    tmp_path: Path, export: Path, charts: list[list[Json]]
) -> None:
    cohort(export, tmp_path / "plain")
    odd = write_export(tmp_path / "export", charts)
    for file in odd.iterdir():
        lines = file.read_bytes().splitlines()
        file.write_bytes(b"\xef\xbb\xbf" + b"\r\n\r\n".join(lines))
    cohort(odd, tmp_path / "out")
    assert rejected(tmp_path / "out") == []
    parts = [(tmp_path / name / "findings.ndjson").read_bytes() for name in ("plain", "out")]
    assert parts[0] == parts[1]
