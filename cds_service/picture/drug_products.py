"""Coded products (CIS, CIP13, UCD13, RxNorm): their strength and form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import fhir_profiles
from cds_service.picture.code_forms import canonical_system, normalised
from cds_service.picture.code_index import Code, lookup_system
from cds_service.picture.strength import Strength


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the list: form in words, strength when it is one amount of one ingredient."""

    form: str
    strength: Strength | None


def product_of(system: str | None, code: str | None) -> Product | None:
    """Return the product that a coding names, None when the list does not hold it."""
    canonical = canonical_system(system)
    if canonical is None or not code:
        return None
    return _products().get((lookup_system(canonical), normalised(canonical, code)))


@lru_cache(maxsize=1)
def _products() -> Mapping[Code, Product]:
    listed: list[dict[str, Any]] = json.loads(
        (fhir_profiles.root() / "medications.json").read_text(encoding="utf-8")
    )["products"]
    return {
        (lookup_system(entry["system"]), normalised(entry["system"], entry["code"])): Product(
            entry["form"], Strength(**entry["strength"]) if "strength" in entry else None
        )
        for entry in listed
    }
