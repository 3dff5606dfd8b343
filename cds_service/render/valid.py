"""Nothing of ours is suggested that is not valid FHIR R4: it passes fhir.resources.

What a client's own draft holds beside the dosage goes back as it came, be it valid or not: a
client that sends an id longer than FHIR allows can read it. Dosages are checked apart and
remembered: they are the costly part, and the same few are proposed again and again. Of the rest
only a digest is remembered, so that no patient data stay in memory.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import import_module
from typing import Any

import msgspec

_DOSAGE = "dosageInstruction"


class NotValidError(ValueError):
    """A resource is not valid FHIR R4; the message holds member names only, no values."""


_SENT = ("MedicationRequest", "ServiceRequest", "Dosage")


def load_models() -> None:
    """Import the models now, which takes a moment, rather than during the first call."""
    for kind in _SENT:
        _model(kind)


def require_valid(resource: dict[str, Any]) -> None:
    """Check a new resource that is about to be sent; raises NotValidError."""
    rest = {name: value for name, value in resource.items() if name != _DOSAGE}
    _check_once(str(resource.get("resourceType")), rest)
    for dosage in resource.get(_DOSAGE, []):
        _check_dosage(msgspec.json.encode(dosage))


def require_valid_doses(draft: dict[str, Any]) -> None:
    """Check the new dosage of a client's draft but for its route; raises NotValidError."""
    for dosage in draft.get(_DOSAGE, []):
        ours = {name: value for name, value in dosage.items() if name != "route"}
        _check_dosage(msgspec.json.encode(ours))


_PASSED: OrderedDict[bytes, None] = OrderedDict()
_PASSED_MOST = 4096


def _check_once(kind: str, value: dict[str, Any]) -> None:
    digest = blake2b(msgspec.json.encode(value), digest_size=16).digest()
    if digest in _PASSED:
        return
    _check(kind, value)
    _PASSED[digest] = None
    if len(_PASSED) > _PASSED_MOST:
        with suppress(KeyError):
            _PASSED.popitem(last=False)


@lru_cache(maxsize=1024)
def _check_dosage(dosage: bytes) -> None:
    _check("Dosage", msgspec.json.decode(dosage))


def _check(kind: str, value: dict[str, Any]) -> None:
    try:
        _model(kind).model_validate(value)
    except ValueError as error:
        raise NotValidError(_places(kind, error)) from None


@cache
def _model(kind: str) -> Any:  # noqa: ANN401 (models of fhir.resources are made at run time)
    return getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)


def _places(kind: str, error: ValueError) -> str:
    found: list[dict[str, Any]] = getattr(error, "errors", list)()
    places = {".".join(str(step) for step in one["loc"]) for one in found}
    return json.dumps([kind, *sorted(places)])
