"""The same tasks over a dask.distributed cluster; every worker must see the same folders."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from cds_service.cohort.engines import Engine, Task
from cds_service.cohort.errors import CohortError
from cds_service.cohort.work import Plan

_ATTEMPTS = 3
_PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster; a task whose worker dies is done again by another."""

    client: Any
    distributed: ModuleType

    def run(self, task: Task, plan: Plan, numbers: range) -> Iterator[int]:
        """The results, as they come."""
        shared = self.client.scatter(plan, broadcast=True, hash=False)
        waiting = self.client.map(
            _done, numbers, task=task, plan=shared, pure=False, retries=_ATTEMPTS
        )
        try:
            for _, size in self.distributed.as_completed(waiting, with_results=True):
                yield size
        except self.distributed.KilledWorker as error:
            raise CohortError(
                f"workers of the cluster died again and again: {error.last_worker}; "
                "start again to resume"
            ) from None


def _done(number: int, task: Task, plan: Plan) -> int:
    return task(plan, number)


@contextmanager
def dask(address: str | None, workers: int) -> Iterator[Engine]:
    """The cluster of a scheduler's address, or a local one of `workers` processes."""
    try:
        # By name: the package is an extra, and has no types.
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise CohortError(
            "dask.distributed is not installed: pip install 'lupus-cds[cohort]'"
        ) from None
    if address:
        try:
            client = distributed.Client(address, timeout=_PATIENCE_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            raise CohortError(f"no dask scheduler answers at {address}: {error}") from None
        with client:
            yield Cluster(client, distributed)
        return
    cluster = distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    )
    with cluster, distributed.Client(cluster) as client:
        yield Cluster(client, distributed)
