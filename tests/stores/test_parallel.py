"""Many clients at once get what each would get alone, and memory works across workers."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid5

from tests.stores.client import Client, override
from tests.stores.served import served
from tests.toy_pack.calls import INSTANCE, Json, call, prednisone, weight

CLIENTS = 32
SIGN, SELECT = "lupus-order-sign", "lupus-order-select"


def body_of(client: int, hook: str, step: int = 0) -> Json:
    """Each client has its own patient, dose and weight."""
    draft = prednisone(8 + client)
    body = call(hook, draft, observations=weight(45 + client))
    body["hookInstance"] = str(uuid5(UUID(INSTANCE), f"{hook} {client} {step}"))
    found: Json = json.loads(json.dumps(body).replace("p1", f"p{client}"))
    return found


def without_incident(answer: bytes) -> bytes:
    """The same answer without the id of a failure, which is new each time."""
    shorter, failures = re.subn(rb"\(explodes [^)]*\)|explodes \([^)]*\)", b"explodes", answer)
    assert failures == 1
    return shorter


def test_32_parallel_clients_get_exactly_their_serial_answers(
    database_url: str, tmp_path: Path
) -> None:
    with served(database_url, tmp_path, workers=3) as running:
        path = f"/cds-services/{SIGN}"
        alone = [Client(running.base).post(path, body_of(n, "order-sign")) for n in range(CLIENTS)]
        assert {status for status, _ in alone} == {200}
        expected = [without_incident(answer) for _, answer in alone]
        assert len(set(expected)) == CLIENTS

        def ask(number: int) -> bool:
            client, body = Client(running.base), body_of(number, "order-sign")
            answers = {without_incident(client.post(path, body)[1]) for _ in range(25)}
            return answers == {expected[number]}

        with ThreadPoolExecutor(CLIENTS) as pool:
            assert all(pool.map(ask, range(CLIENTS)))


def test_an_override_counts_at_once_whichever_worker_is_asked(
    database_url: str, tmp_path: Path
) -> None:
    with served(database_url, tmp_path, workers=3, patient=True) as running:

        def override_then_sign(number: int) -> list[str]:
            # A connection for each call, so that the workers take turns.
            _, shown = Client(running.base).post(
                f"/cds-services/{SELECT}", body_of(number, "order-select")
            )
            batch = [override(card["uuid"]) for card in json.loads(shown)["cards"]]
            assert len(batch) == 1
            status, _ = Client(running.base).post(
                f"/cds-services/{SELECT}/feedback", {"feedback": batch}
            )
            assert status == 200
            _, signed = Client(running.base).post(
                f"/cds-services/{SIGN}", body_of(number, "order-sign", 1)
            )
            return [
                rule
                for card in json.loads(signed)["cards"]
                for rule in card["extension"]["example.lupus-cds"]["rules"]
            ]

        with ThreadPoolExecutor(8) as pool:
            signed = list(pool.map(override_then_sign, range(64)))
        assert not [rules for rules in signed if "dose-high" in rules]
        assert Client(running.base).figure("lupus_cds_store_lost_total") == 0
