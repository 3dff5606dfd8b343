"""Moving every date of a FHIR resource by the same number of days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

_FULL = re.compile(r"^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}.*)?$")
_PARTIAL = re.compile(r"^\d{4}(-\d{2})?$")
_DATED = {
    "abatementDateTime", "authoredOn", "birthDate", "date", "dateAsserted", "effectiveDateTime",
    "end", "issued", "occurrenceDateTime", "onsetDateTime", "performedDateTime", "recordedDate",
    "start",
}  # fmt: skip
"""Members whose value may be a year or a month; elsewhere `8640` is a code, not a year."""


def shifted(node: Any, by: timedelta, member: str = "") -> Any:  # noqa: ANN401 -- JSON
    """The same JSON with all dates moved; precision, time of day and time zone stay."""
    if isinstance(node, dict):
        return {key: shifted(value, by, key) for key, value in node.items()}
    if isinstance(node, list):
        return [shifted(value, by, member) for value in node]
    return _moved(node, by, member) if isinstance(node, str) else node


def _moved(text: str, by: timedelta, member: str) -> str:
    if found := _FULL.match(text):
        return (date.fromisoformat(found[1]) + by).isoformat() + (found[2] or "")
    if _PARTIAL.match(text) and member in _DATED:
        middle = f"{text}-15" if "-" in text else f"{text}-07-01"
        return (date.fromisoformat(middle) + by).isoformat()[: len(text)]
    return text
