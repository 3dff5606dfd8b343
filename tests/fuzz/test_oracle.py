"""Our decoder reads a valid resource as the full models of FHIR do: the verdicts are the same."""

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.fuzz.counted import Record, count
from tests.fuzz.mutator import mutate_tree
from tests.fuzz.oracle import validated
from tests.fuzz.requests import Json, Said, Sample, client, sample_requests

SHARDS, PER_SHARD, MOST_TRIES = 4, 90, 3000


def resources(request: Json) -> Iterator[tuple[Json, Said]]:
    """Every resource of a request, as its holder and its key."""
    bundles = [*request["prefetch"].values(), request["context"].get("draftOrders")]
    if "patient" in request["prefetch"]:
        yield request["prefetch"], "patient"
    for bundle in bundles:
        for entry in (bundle or {}).get("entry", []):
            yield entry, "resource"


def mutated_and_validated(rng: random.Random) -> tuple[Sample, Json, Json] | None:
    """A request with one mutated resource, and the same with it as the oracle writes it."""
    sample = rng.choice(sample_requests())
    ours, oracles = sample.copy(), sample.copy()
    position = rng.randrange(len(list(resources(ours))))
    holder, key = list(resources(ours))[position]
    before = copy.deepcopy(holder[key])
    mutate_tree(rng, holder[key], rng.choice([1, 1, 2]))
    if holder[key] == before or not isinstance(holder[key].get("resourceType"), str):
        return None
    theirs = validated(holder[key])
    if theirs is None:
        return None
    holder_of_theirs, key_of_theirs = list(resources(oracles))[position]
    holder_of_theirs[key_of_theirs] = theirs
    return sample, ours, oracles


def told(sample: Sample, request: Json) -> Said:
    body = json.dumps(request)
    answer = client().post(f"/explain/{sample.service}", data=body, content_type="application/json")
    if answer.status_code != 200:
        return answer.status_code
    rows = answer.get_json()["trace"]
    return [(row["rule"], row["verdict"], row["because"], row["facts"]) for row in rows]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_verdicts_from_our_decoder_are_those_from_the_oracle(
    shard: int, record_property: Record
) -> None:
    rng = random.Random(f"oracle {shard}")
    compared = 0
    for _ in range(MOST_TRIES):
        made = mutated_and_validated(rng)
        if made is None:
            continue
        sample, ours, oracles = made
        assert told(sample, ours) == told(sample, oracles), (shard, compared, sample.name)
        compared += 1
        if compared == PER_SHARD:
            count(record_property, Counter({"resources compared with the oracle": compared}))
            return
    pytest.fail(f"only {compared} mutated resources were valid")


def test_the_oracle_refuses_what_is_not_fhir() -> None:
    assert validated({"resourceType": "Patient", "birthDate": "not a date"}) is None
    assert validated({"resourceType": "Patient", "birthDate": "1990-01-01"}) is not None


def test_every_resource_of_the_samples_is_valid_and_read_alike() -> None:
    for sample in sample_requests():
        ours, oracles = sample.copy(), sample.copy()
        for holder, key in list(resources(oracles)):
            theirs = validated(holder[key])
            assert theirs is not None, sample.name
            holder[key] = theirs
        assert told(sample, ours) == told(sample, oracles), sample.name
