"""Thousands of damaged requests: each is answered or refused, and none is a defect of ours."""

import json
import random
from collections import Counter

import pytest

from tests.fuzz.counted import Record, count
from tests.fuzz.mutator import mutate_bytes, mutate_tree, swap_places
from tests.fuzz.requests import client, sample_requests

SHARDS, PER_SHARD = 8, 300
ALLOWED = {200, 400, 412, 413, 415}


def damaged(rng: random.Random) -> tuple[str, bytes]:
    """The service and body of one damaged request."""
    sample = rng.choice(sample_requests())
    body = sample.copy()
    kind = rng.random()
    if kind < 0.1:
        return sample.service, mutate_bytes(rng, json.dumps(body).encode())
    if kind < 0.2:
        swap_places(rng, body["prefetch"])
    elif kind < 0.3:
        mutate_tree(rng, body, rng.randint(1, 3))
    elif kind < 0.5 and "draftOrders" in body["context"]:
        mutate_tree(rng, body["context"]["draftOrders"], rng.randint(1, 6))
    else:
        chosen = rng.choice(list(body["prefetch"]))
        mutate_tree(rng, body["prefetch"][chosen], rng.choice([1, 2, 5, 20]))
    return sample.service, json.dumps(body).encode()


def test_there_are_at_least_two_thousand_damaged_requests() -> None:
    assert SHARDS * PER_SHARD >= 2000


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_damaged_request_is_answered_or_refused_and_never_a_defect(
    shard: int, record_property: Record
) -> None:
    rng = random.Random(f"lupus-cds {shard}")
    statuses: Counter[int] = Counter()
    for number in range(PER_SHARD):
        service, body = damaged(rng)
        answer = client().post(f"/explain/{service}", data=body, content_type="application/json")
        statuses[answer.status_code] += 1
        assert answer.status_code in ALLOWED, (shard, number, answer.text)
        if answer.status_code == 200:
            failed = [r["rule"] for r in answer.get_json()["trace"] if r["verdict"] == "failed"]
            assert not failed, (shard, number, failed)
    count(record_property, Counter({f"damaged requests, {s}": n for s, n in statuses.items()}))
    assert statuses.total() == PER_SHARD
    assert statuses[200] > PER_SHARD / 2
    assert statuses[400] > 0
