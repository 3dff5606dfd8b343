"""Who does the work: the cores of this machine, or a dask.distributed cluster."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from threading import Thread
from typing import Protocol

from cds_service.cohort.errors import CohortError
from cds_service.cohort.work import Plan

Task = Callable[[Plan, int], int]


class Engine(Protocol):
    """Runs one task for many numbers; each result is the bytes that were worked through."""

    def run(self, task: Task, plan: Plan, numbers: range) -> Iterator[int]:
        """The results, as they come."""


@dataclass(frozen=True, slots=True)
class InProcess:
    """One core: no other process is started."""

    def run(self, task: Task, plan: Plan, numbers: range) -> Iterator[int]:
        """The results in order."""
        return (task(plan, number) for number in numbers)


@dataclass(frozen=True, slots=True)
class Cores:
    """Several cores of this machine."""

    pool: ProcessPoolExecutor

    def run(self, task: Task, plan: Plan, numbers: range) -> Iterator[int]:
        """The results, as they come."""
        try:
            waiting = [self.pool.submit(task, plan, number) for number in numbers]
            for done in as_completed(waiting):
                yield done.result()
        except BrokenProcessPool:
            raise CohortError(
                "a worker process was killed (out of memory?): start again to resume, "
                "with fewer --workers if it happens again"
            ) from None


@contextmanager
def local(workers: int) -> Iterator[Engine]:
    """The cores of this machine."""
    if workers == 1:
        yield InProcess()
        return
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_die_with_parent)
    try:
        yield Cores(pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _die_with_parent() -> None:
    # A parent that was killed cannot tell its workers to stop: they would wait for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_await_end, args=(parent.sentinel,), daemon=True).start()


def _await_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
