"""The dask engine gives the findings of the local one, whatever happens to its workers."""

import importlib.util
import os
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from cds_service.cohort.dask_engine import Cluster, dask
from cds_service.cohort.engines import Engine, Task
from cds_service.cohort.errors import CohortError
from cds_service.cohort.work import Plan
from tests.cohort.exports import Json, write_export
from tests.cohort.runs import cohort

MISSING = importlib.util.find_spec("distributed") is None
if MISSING:
    warnings.warn("!!! NOT TESTED: dask.distributed is not installed", stacklevel=1)
needs_dask = pytest.mark.skipif(MISSING, reason="dask.distributed is not installed")


def same_findings(one: Path, other: Path) -> bool:
    return (one / "findings.ndjson").read_bytes() == (other / "findings.ndjson").read_bytes()


class WorkerKilled:
    """An engine that kills one of its workers after the first result of each pass."""

    def __init__(self, cluster: Engine) -> None:
        assert isinstance(cluster, Cluster)
        self._cluster = cluster
        self.killed = 0

    def run(self, task: Task, plan: Plan, numbers: range) -> Iterator[int]:
        for done, size in enumerate(self._cluster.run(task, plan, numbers)):
            if done == 0 and not self.killed:
                pid = next(iter(self._cluster.client.run(os.getpid).values()))
                os.kill(pid, signal.SIGKILL)
                self.killed += 1
            yield size


@needs_dask
def test_two_workers_give_the_findings_of_the_local_engine(tmp_path: Path, export: Path) -> None:
    cohort(export, tmp_path / "local")
    with dask(None, 2) as engine:
        cohort(export, tmp_path / "dask", engine)
    assert same_findings(tmp_path / "local", tmp_path / "dask")


@needs_dask
def test_a_worker_killed_midway_changes_nothing(tmp_path: Path, charts: list[list[Json]]) -> None:
    folder = write_export(tmp_path / "export", charts, files=3)
    cohort(folder, tmp_path / "local", cut=5_000)
    with dask(None, 2) as engine:
        killing = WorkerKilled(engine)
        cohort(folder, tmp_path / "dask", killing, cut=5_000)
    assert killing.killed == 1
    assert same_findings(tmp_path / "local", tmp_path / "dask")


@needs_dask
def test_a_scheduler_that_does_not_answer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cds_service.cohort.dask_engine._PATIENCE_SECONDS", 1)
    with (
        pytest.raises(CohortError, match="no dask scheduler answers at"),
        dask("tcp://127.0.0.1:9", 1),
    ):
        pass
