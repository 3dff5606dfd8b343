"""The names under which a concept is recognised where no code is known."""

from __future__ import annotations

import json
from functools import cache

import fhir_profiles


@cache
def _names() -> dict[str, list[str]]:
    root = fhir_profiles.root()
    drugs = json.loads((root / "medications.json").read_text(encoding="utf-8"))
    conditions = json.loads((root / "condition-names.json").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {name: told["names"] for name, told in conditions.items()}
    for entry in (*drugs["ingredients"], *drugs["classes"]):
        found.setdefault(entry["concept"], []).extend(entry["names"])
    return found


def also_by_name(concept: str) -> str:
    """A sentence with the names of a concept; empty when only codes are read."""
    names = _names().get(concept)
    return f" Without a known code, read by name: {', '.join(names)}." if names else ""
