"""FHIR JSON to typed resources: a fast path for regular ones, a tolerant one for odd ones.

An odd resource is mended where the meaning is plain (an explicit null is an absent member, a
single object stands for a list of one). A member that stays unreadable is left out and named,
so that whoever needs it can say "cannot tell" instead of reading its absence as a fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cds_service.evidence.resources import READ_TYPES, Resource

_MAX_MENDS = 48
_PATH = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[\.\.\.\]")
_WANTS_LIST = re.compile(r"^Expected `array")
_WANTS_OBJECT = re.compile(r"^Expected `object")


class _Head(msgspec.Struct):
    resourceType: str | None = None  # noqa: N815 (FHIR's own member name)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A resource the service reads; `unreadable` names the members that had to be left out."""

    resource: Resource
    odd: bool = False
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A resource of a type that no rule needs."""

    resource_type: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in the place of a resource that could not be read at all."""

    resource_type: str | None
    why: str


_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in READ_TYPES.items()}
_HEAD = msgspec.json.Decoder(_Head)


def decode_resource(raw: msgspec.Raw | bytes) -> Decoded | Skipped | Unreadable:
    """Decode one resource, tolerantly; never raises."""
    try:
        resource_type = _HEAD.decode(raw).resourceType
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Unreadable(None, str(error))
    if resource_type is None:
        return Unreadable(None, "no resourceType")
    decoder = _DECODERS.get(resource_type)
    if decoder is None:
        return Skipped(resource_type)
    try:
        return Decoded(decoder.decode(raw))
    except msgspec.ValidationError:
        return _decode_odd(raw, resource_type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Unreadable(resource_type, str(error))


def _decode_odd(raw: msgspec.Raw | bytes, resource_type: str) -> Decoded | Unreadable:
    try:
        tree = without_nulls(msgspec.json.decode(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Unreadable(resource_type, str(error))
    if "contained" in tree:
        # Read on its own, later and only if it is referred to.
        inside = tree["contained"]
        tree["contained"] = [
            msgspec.Raw(msgspec.json.encode(one))
            for one in (inside if isinstance(inside, list) else [inside])
        ]
    left_out: list[str] = []
    for _ in range(_MAX_MENDS):
        try:
            return Decoded(msgspec.convert(tree, READ_TYPES[resource_type]), True, tuple(left_out))
        except msgspec.ValidationError as error:
            problem = str(error)
        if not _mend(tree, problem, left_out):
            return Unreadable(resource_type, problem)
    return Unreadable(resource_type, "too many unreadable members")


def without_nulls(value: Any) -> Any:
    """The same JSON value without the null members and elements a client may send."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value if item is not None]
    return value


@dataclass(slots=True)
class _Place:
    holder: Any
    key: str | int
    path: str = field(default="")


def _mend(tree: Any, problem: str, left_out: list[str]) -> bool:
    place = _locate(tree, problem)
    if place is None:
        return False
    value = place.holder[place.key]
    if _WANTS_LIST.match(problem) and isinstance(value, dict | str):
        place.holder[place.key] = [value]
    elif _WANTS_OBJECT.match(problem) and isinstance(value, list) and len(value) == 1:
        place.holder[place.key] = value[0]
    else:
        del place.holder[place.key]
        left_out.append(place.path)
    return True


def _locate(tree: Any, problem: str) -> _Place | None:
    found = _PATH.search(problem)
    if found is None:
        return None
    place: _Place | None = None
    here = tree
    for name, index in _STEP.findall(found["path"]):
        if not name and not index:
            return place
        key: str | int = name or int(index)
        path = (
            f"{place.path}.{key}"
            if place and name
            else (f"{place.path}[{key}]" if place else str(key))
        )
        place = _Place(here, key, path)
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            return None
    return place
