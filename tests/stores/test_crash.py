"""What was acknowledged is there after a crash, once; what runs when told to stop is finished."""

import json
import os
import signal
import socket
import threading
import time
from collections import Counter
from http.client import HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from cds_service.store.store import Store
from tests.stores.client import Client, audited, override
from tests.stores.served import Served, served
from tests.toy_pack.calls import call

FEEDBACK = "/cds-services/lupus-order-select/feedback"
VIEW = "/cds-services/lupus-patient-view"


def post_until_it_dies(base: str, name: int, acknowledged: list[str], unclear: list[str]) -> None:
    client = Client(base)
    for number in count():
        card = f"card-{name}-{number}"
        try:
            status, _ = client.post(FEEDBACK, {"feedback": [override(card), override(f"{card}b")]})
        except (OSError, HTTPException):
            unclear.append(card)
            return
        if status == 200:
            acknowledged += [card, f"{card}b"]


def test_every_acknowledged_entry_survives_kill_9_and_is_there_once(
    database_url: str, tmp_path: Path
) -> None:
    acknowledged: list[str] = []
    unclear: list[str] = []
    for run in range(2):
        with served(database_url, tmp_path, workers=3) as running:
            clients = [
                threading.Thread(
                    target=post_until_it_dies,
                    args=(running.base, 100 * run + n, acknowledged, unclear),
                )
                for n in range(16)
            ]
            for client in clients:
                client.start()
            time.sleep(1.5)
            running.kill()
            for client in clients:
                client.join()
    assert len(unclear) == 32, "the service died before it was killed"
    with served(database_url, tmp_path) as again:
        survivor = Client(again.base)
        assert survivor.get("/readyz")[0] == 200
        # A client that heard nothing sends again.
        for card in unclear:
            batch = {"feedback": [override(card), override(f"{card}b")]}
            assert survivor.post(FEEDBACK, batch)[0] == 200
    store = Store(database_url)
    kept = Counter(entry["card"] for entry in store.feedback())
    store.close()
    assert len(acknowledged) > 100
    assert set(acknowledged) <= set(kept)
    assert set(kept.values()) == {1}
    assert set(kept) == set(acknowledged) | {c + end for c in unclear for end in ("", "b")}


def test_a_running_call_is_finished_when_told_to_stop(database_url: str, tmp_path: Path) -> None:
    body = json.dumps(call("patient-view")).encode()
    with served(database_url, tmp_path, workers=2) as running:
        parts = urlsplit(running.base)
        with socket.create_connection((str(parts.hostname), int(parts.port or 0)), 30) as sock:
            sock.sendall(
                f"POST {VIEW} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body[:50]
            )
            time.sleep(0.5)
            running.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            sock.sendall(body[50:])
            answer = sock.recv(65536)
        assert answer.startswith(b"HTTP/1.1 200"), answer
        assert running.process.wait(30) == 0
    assert audited(database_url) == 1


def test_what_waits_for_the_audit_is_written_when_told_to_stop(
    database_url: str, tmp_path: Path
) -> None:
    with served(database_url, tmp_path, workers=3) as running:
        for _ in range(60):
            assert Client(running.base).post(VIEW, call("patient-view"))[0] == 200
        assert running.stop() == 0
    assert audited(database_url) == 60


def test_a_worker_that_dies_is_replaced_and_the_figures_still_add_up(
    database_url: str, tmp_path: Path
) -> None:
    with served(database_url, tmp_path, workers=2) as running:
        for _ in range(20):
            Client(running.base).post(VIEW, call("patient-view"))
        wait_until_audited(running, 20)
        os.kill(workers_of(running)[0], signal.SIGKILL)
        time.sleep(0.5)
        for _ in range(20):
            Client(running.base).post(VIEW, call("patient-view"))
        wait_until_audited(running, 40)
        assert audited(database_url) == 40


def wait_until_audited(running: Served, calls: int) -> None:
    for _ in range(100):
        if Client(running.base).figure("lupus_cds_audit_records_total") == calls:
            return
        time.sleep(0.1)
    raise AssertionError(Client(running.base).get("/metrics")[1])


def workers_of(running: Served) -> list[int]:
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]
