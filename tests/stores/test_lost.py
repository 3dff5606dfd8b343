"""A database that hangs or is gone: hooks advise in time, the rest says so, then all recovers."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.stores.client import Client, audited, override
from tests.stores.postgresql import Server, programs_or_skip, running_server
from tests.stores.served import Served, served
from tests.toy_pack.calls import call, prednisone

PATH = "/cds-services/lupus-order-select"
FEEDBACK = f"{PATH}/feedback"


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that may be mistreated."""
    with running_server(programs_or_skip()) as server:
        yield server


def advice(running: Served) -> tuple[list[str], float]:
    """The rules of the cards of a fresh call, and how long it took."""
    body = call("order-select", prednisone()) | {"hookInstance": str(uuid4())}
    started = time.monotonic()
    status, answer = Client(running.base).post(PATH, body)
    assert status == 200
    cards = json.loads(answer)["cards"]
    return [card["source"]["topic"]["code"] for card in cards], time.monotonic() - started


def feedback(running: Served) -> int:
    return Client(running.base).post(FEEDBACK, {"feedback": [override("any")]})[0]


def wait_until(ready: bool, running: Served) -> None:
    for _ in range(100):
        if (Client(running.base).get("/readyz")[0] == 200) is ready:
            return
        time.sleep(0.1)
    raise AssertionError(running.log.read_text()[-3000:])


def processes_of(server: Server) -> list[int]:
    """The postmaster and its children."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [server.pid, *map(int, children)]


def test_advice_does_not_wait_for_a_database_that_hangs(own_server: Server, tmp_path: Path) -> None:
    url = own_server.new_database()
    with served(url, tmp_path, workers=1) as running:
        assert advice(running)[0] == ["dose-high"]
        assert feedback(running) == 200
        frozen = processes_of(own_server)
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            taken = [advice(running) for _ in range(10)]
            assert all(rules == ["dose-high"] for rules, _ in taken)
            assert max(seconds for _, seconds in taken) < 0.5
            assert sorted(seconds for _, seconds in taken)[5] < 0.1
            assert feedback(running) == 503
            assert Client(running.base).get("/readyz")[0] == 503
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        wait_until(True, running)
        assert feedback(running) == 200
        assert running.stop() == 0
    assert audited(url) == 11, "what could not be written waited"


def test_a_database_that_is_not_there_at_the_start_is_migrated_when_it_comes(
    own_server: Server, tmp_path: Path
) -> None:
    url = own_server.new_database()
    elsewhere = url.replace("lupus_", "not_made_yet_")
    with served(elsewhere, tmp_path, workers=2) as running:
        assert advice(running)[0] == ["dose-high"]
        assert feedback(running) == 503
        wait_until(False, running)
        own_server.execute("CREATE DATABASE " + elsewhere.rpartition("/")[2])
        wait_until(True, running)
        assert feedback(running) == 200


def test_a_connection_cut_by_the_server_is_not_noticed_by_anyone(
    own_server: Server, tmp_path: Path
) -> None:
    with served(own_server.new_database(), tmp_path, workers=1) as running:
        assert feedback(running) == 200
        own_server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'lupus-cds'"
        )
        assert feedback(running) == 200
        assert advice(running)[0] == ["dose-high"]
