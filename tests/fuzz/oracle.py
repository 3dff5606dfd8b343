"""The oracle: a resource as `fhir.resources` (R4B) reads it, fully validated, written out again."""

import json
from functools import cache
from importlib import import_module
from typing import Any

Json = dict[str, Any]
Said = Any


@cache
def _model(kind: str) -> Said:
    return getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)


def validated(resource: Json) -> Json | None:
    """The resource as the oracle understands it; None when it is not valid FHIR.

    The oracle takes the number 0 for a date and 1 for true. FHIR does not: JSON types must match.
    """
    try:
        model = _model(resource["resourceType"]).model_validate(resource)
        dumped: Json = json.loads(model.model_dump_json())
    except (ValueError, TypeError, KeyError, AttributeError, ImportError, OverflowError):
        return None
    whole = {"resourceType": resource["resourceType"], **dumped}
    return whole if _same_types(resource, whole) else None


def _same_types(sent: Said, read: Said) -> bool:
    if isinstance(sent, dict) and isinstance(read, dict):
        return all(_same_types(value, read[key]) for key, value in sent.items() if key in read)
    if isinstance(sent, list) and isinstance(read, list):
        return all(map(_same_types, sent, read))
    return isinstance(sent, bool) is isinstance(read, bool) and (
        isinstance(sent, str) is isinstance(read, str)
    )
