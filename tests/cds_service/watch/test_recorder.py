"""Records reach the store off the request path; they wait when it is away and never block."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest

from cds_service.errors import StoreLostError
from cds_service.watch import metrics, recorder
from cds_service.watch.call_record import CallRecord
from cds_service.watch.recorder import Recorder
from tests.stores.entries import shown


def nothing() -> None:
    """No tidying."""


def wait_for(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never happened")


def dropped() -> float:
    found: float = metrics.AUDIT_DROPPED._value.get()
    return found


def test_records_are_written_together_in_order() -> None:
    written: list[Sequence[CallRecord]] = []
    one = Recorder(lambda batch: written.append(list(batch)), nothing)
    records = [shown(f"card-{number}") for number in range(50)]
    for record in records:
        one.put(record)
    one.close(5)
    assert [record for batch in written for record in batch] == records
    assert len(written) < 10


def test_records_wait_while_the_store_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "_RETRY", 0.01)
    away = threading.Event()
    away.set()
    written: list[CallRecord] = []

    def write(batch: Sequence[CallRecord]) -> None:
        if away.is_set():
            raise StoreLostError("a test")
        written.extend(batch)

    one = Recorder(write, nothing)
    one.put(shown("a"))
    one.put(shown("b"))
    time.sleep(0.1)
    assert written == []
    away.clear()
    wait_for(lambda: len(written) == 2)
    one.close(5)


def test_a_full_queue_drops_and_counts_and_never_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "MOST_WAITING", 10)
    stuck = threading.Event()
    one = Recorder(lambda _batch: void(stuck.wait(10)), nothing)
    before, started = dropped(), time.monotonic()
    for number in range(200):
        one.put(shown(f"card-{number}"))
    assert time.monotonic() - started < 1
    assert dropped() - before >= 170
    stuck.set()
    one.close(5)


def void(_result: bool) -> None:
    """Nothing."""


def test_a_defect_in_writing_loses_that_batch_and_not_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    written: list[CallRecord] = []

    def write(batch: Sequence[CallRecord]) -> None:
        if batch[0].cards[0].card == "bad":
            raise ValueError("Madame Martin")
        written.extend(batch)

    one, before = Recorder(write, nothing), dropped()
    one.put(shown("bad"))
    wait_for(lambda: dropped() == before + 1)
    one.put(shown("good"))
    one.close(5)
    assert [record.cards[0].card for record in written] == ["good"]
    assert "Martin" not in caplog.text


def test_closing_a_recorder_that_never_started_is_instant() -> None:
    Recorder(lambda _batch: None, nothing).close(5)


def test_old_records_are_tidied_away_by_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "_FIRST_PRUNE", 0.0)
    tidied = threading.Event()
    one = Recorder(lambda _batch: None, tidied.set)
    one.put(shown("a"))
    assert tidied.wait(5)
    one.close(5)
