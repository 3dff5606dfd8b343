"""Seeded mutations of JSON: of the tree, of resources alone, and of the bytes."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

Json = Any
Place = tuple[Any, Any]

STRINGS = [
    "", " ", "0", "-1", "null", "é" * 50, "x" * 5000, "\u0000", "\u202e\u200b", "2026", "2026-13",
    "2026-02-30", "0000-00-00", "9999-12-31", "2026-11-20T25:61:00Z", "0001-01-01", "Patient/",
    "Patient/p1/_history/1", "urn:uuid:", "#", "#x", "<script>", "mg/kg/d", "{pill}",
    "entered-in-error", "stopped", "http://loinc.org", "http://snomed.info/sct", "1e400", "٣", "²",
]  # fmt: skip
NUMBERS = [
    0,
    -1,
    1,
    0.5,
    -0.0,
    1e-300,
    1e300,
    2**31,
    2**63,
    2**64,
    10**30,
    -(10**30),
    1e16,
    365_000,
]
VALUES: list[Json] = [None, True, False, [], {}, [[]], [None], [{}], {"a": None}, [[[{}]]]]


def places(node: Json) -> Iterator[Place]:
    """Every member and element of a JSON value, as its holder and its key."""
    keys = list(node) if isinstance(node, dict) else range(len(node))
    for key in keys:
        yield node, key
        if isinstance(node[key], dict | list):
            yield from places(node[key])


def _drop(rng: random.Random, holder: Json, key: Json) -> None:
    del holder[key]


def _odd_value(rng: random.Random, holder: Json, key: Json) -> None:
    # A copy: values that share a part would be changed together, or hold themselves.
    kinds: list[Json] = [STRINGS, NUMBERS, VALUES]
    holder[key] = copy.deepcopy(rng.choice(rng.choice(kinds)))


def _odd_of_same_kind(rng: random.Random, holder: Json, key: Json) -> None:
    value = holder[key]
    if isinstance(value, str):
        holder[key] = rng.choice(STRINGS)
    elif isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, int | float):
        holder[key] = rng.choice(NUMBERS)
    else:
        holder[key] = type(value)()


def _wrap(rng: random.Random, holder: Json, key: Json) -> None:
    holder[key] = rng.choice(
        [[holder[key]], {"value": holder[key]}, [holder[key], copy.deepcopy(holder[key])]]
    )


def _unwrap(rng: random.Random, holder: Json, key: Json) -> None:
    value = holder[key]
    if isinstance(value, list | dict) and value:
        holder[key] = rng.choice(list(value.values()) if isinstance(value, dict) else value)


def _shake(rng: random.Random, holder: Json, key: Json) -> None:
    value = holder[key]
    if isinstance(value, str) and value:
        at = rng.randrange(len(value))
        holder[key] = value[:at] + rng.choice(["", "9", "-", "é", "\n", "Z", ":"]) + value[at + 1 :]
    elif isinstance(value, list):
        rng.shuffle(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        holder[key] = value * rng.choice([-1, 0, 10, 0.001, 1e12])


def _deepen(rng: random.Random, holder: Json, key: Json) -> None:
    value = holder[key]
    for _ in range(rng.choice([3, 15, 40])):
        value = rng.choice([[value], {"item": value}])
    holder[key] = value


Mutation = Callable[[random.Random, Json, Json], None]
OF_TREE: list[Mutation] = [
    _drop, _odd_value, _odd_value, _odd_of_same_kind, _odd_of_same_kind, _wrap, _unwrap, _shake,
    _shake, _deepen,
]  # fmt: skip


def mutate_tree(rng: random.Random, tree: Json, times: int) -> None:
    """Change `times` places of a JSON value in place."""
    for _ in range(times):
        found = list(places(tree))
        if not found:
            return
        holder, key = rng.choice(found)
        rng.choice(OF_TREE)(rng, holder, key)


def swap_places(rng: random.Random, tree: Json) -> None:
    """Put one value where another was, and the other way round."""
    found = list(places(tree))
    (one, a), (other, b) = rng.choice(found), rng.choice(found)
    # Copies: a value moved into itself would have no end.
    one[a], other[b] = copy.deepcopy(other[b]), copy.deepcopy(one[a])


def mutate_bytes(rng: random.Random, body: bytes) -> bytes:
    """Damage the text of a request."""
    at = rng.randrange(len(body))
    match rng.randrange(8):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :]
        case 2:
            return (
                body[:at]
                + rng.choice([b"NaN", b"Infinity", b"-", b"1e999", b"\\u0000", b"\\ud800"])
                + body[at:]
            )
        case 3:
            return body[:at] + b"\xff\xfe" + body[at:]
        case 4:
            return body.replace(b'"status":', b'"status":"draft","status":', 1)
        case 5:
            return body[at:] + body[:at]
        case 6:
            return body.replace(b":", b":" + b"[" * 3000, 1)
        case _:
            return b"\xef\xbb\xbf" + body
