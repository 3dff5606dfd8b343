"""Nothing is suggested that is not valid FHIR R4: every resource sent passes fhir.resources.

Dosages are checked apart and remembered: they are the costly part, they are ours, and the same
few are proposed again and again. Of the client's own part, which comes with every edit of the
same draft, only a digest is remembered, so that no patient data stay in memory.
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
    """Check a resource that is about to be sent; raises NotValidError."""
    dosages = resource.get(_DOSAGE, [])
    rest = {name: value for name, value in resource.items() if name != _DOSAGE}
    _check_once(str(resource.get("resourceType")), rest)
    for dosage in dosages:
        _check_dosage(msgspec.json.encode(dosage))


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
