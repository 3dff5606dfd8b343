"""Quantities as clinicians write them: `1.9 g/g`, `< 0.1 g/g`, `2 tablet`, or a bare number."""

import re

from tests.vignettes import catalogue
from tests.vignettes.concepts import UCUM
from tests.vignettes.wording import Json, Said, VignetteError

_QUANTITY = re.compile(r"^(<=|>=|<|>)?\s*(-?\d+(?:\.\d+)?)\s*(.*)$")
_RANGE = re.compile(r"^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)\s+(.+)$")


def quantity(said: Said, usual_unit: str | None = None) -> Json:
    """A FHIR Quantity; an entry written out in the vignette is kept as it is."""
    if isinstance(said, dict):
        return dict(said)
    found = _QUANTITY.match(str(said).strip())
    if found is None or isinstance(said, bool):
        raise VignetteError(f"'{said}' is not a quantity such as 10 mg")
    comparator, number, unit = found[1], found[2], found[3] or usual_unit
    made: Json = {"value": float(number) if "." in number else int(number)}
    if comparator:
        made["comparator"] = comparator
    return {**made, **unit_of(unit)} if unit else made


def unit_of(unit: str) -> Json:
    """The unit shown and its UCUM code."""
    known = catalogue.table("units").get(unit, {"unit": unit, "code": unit})
    return {"unit": known["unit"], "system": UCUM, "code": known["code"]}


def dose_and_rate(said: Said) -> Json:
    """A dose, or a range of doses such as `5-10 mg`."""
    if isinstance(said, str) and (found := _RANGE.match(said.strip())):
        low, high = (quantity(f"{number} {found[3]}") for number in (found[1], found[2]))
        return {"doseRange": {"low": low, "high": high}}
    return {"doseQuantity": quantity(said)}
