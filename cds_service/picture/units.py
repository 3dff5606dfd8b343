"""Values in the one unit in which each kind of quantity is compared."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cds_service.picture.unit_spelling import counts, unit_of_code, unit_of_text
from cds_service.picture.unit_table import CANONICAL, FACTORS, OFFSETS, REFUSED, UNITLESS

__all__ = ["Converted", "UnitProblem", "convert", "converted", "is_countable", "unit_problem"]

UnitProblem = Literal["missing", "unknown", "contradictory", ""]


@dataclass(frozen=True, slots=True)
class Converted:
    """A value with the canonical unit of its kind."""

    value: float
    unit: str


def convert(quantity_kind: str, value: float, unit: str | None, code: str | None) -> float | None:
    """Return a value in the canonical unit of its kind; None when `unit_problem` finds one.

    `unit` is the printed label and `code` the machine code. A kind without a table raises
    ValueError, since no unit could ever be right.
    """
    found = _conversion(quantity_kind, unit, code)
    if isinstance(found, str) or not math.isfinite(value):
        return None
    factor, offset = found
    return value * factor + offset


def converted(
    quantity_kind: str, value: float, unit: str | None, code: str | None
) -> Converted | None:
    """Return a value together with its canonical unit, None as `convert` does."""
    number = convert(quantity_kind, value, unit, code)
    return None if number is None else Converted(number, CANONICAL[quantity_kind])


def unit_problem(quantity_kind: str, unit: str | None, code: str | None) -> UnitProblem:
    """Tell why a unit cannot be used for a kind of quantity, an empty string when it can."""
    found = _conversion(quantity_kind, unit, code)
    return found if isinstance(found, str) else ""


# The same few spellings come with every request: each is judged once.
@lru_cache(maxsize=4096)
def _conversion(kind: str, unit: str | None, code: str | None) -> tuple[float, float] | UnitProblem:
    """Return factor and offset to the canonical unit, or why there are none."""
    if kind not in FACTORS:
        raise ValueError(f"no unit table for {kind!r}: add it to unit_table.py")
    if not (unit or "").strip() and not (code or "").strip():
        return (1.0, 0.0) if kind in UNITLESS else "missing"
    spelled = _spelled(kind, unit, code)
    if not spelled:
        return "unknown"
    scales = {_scale(kind, one) for one in spelled}
    if len(scales) > 1 or _measures_something_else(kind, unit, code):
        return "contradictory"
    # Both spellings agree: either one gives the factor.
    return "unknown" if spelled[0] in REFUSED.get(kind, ()) else _scale(kind, spelled[0])


@lru_cache(maxsize=4096)
def is_countable(unit: str | None, code: str | None) -> bool:
    """Tell whether a dose is counted in tablets, capsules, pens or vials; `1` does not say so."""
    texts = [text for text in (unit, code) if text and text.strip()]
    # A tablet on one side and a mass on the other is a contradiction, not a count.
    return any(map(counts, texts)) and not any(unit_of_text("mass_dose", text) for text in texts)


def _spelled(kind: str, unit: str | None, code: str | None) -> list[str]:
    """Return the recognised spellings, the code's first."""
    both = (unit_of_code(kind, code) if code else None, unit_of_text(kind, unit) if unit else None)
    return [found for found in both if found]


def _measures_something_else(kind: str, unit: str | None, code: str | None) -> bool:
    """Tell whether one of the two is no unit of this kind, and yet a unit of another or a count."""
    return any(
        bool(text)
        and read(kind, text) is None
        and (counts(text) or any(read(other, text) for other in FACTORS))
        for text, read in ((code or "", unit_of_code), (unit or "", unit_of_text))
    )


def _scale(kind: str, unit: str) -> tuple[float, float]:
    """Return factor and offset: zero twice for a refused unit, like no other."""
    if unit in REFUSED.get(kind, ()):
        return (0.0, 0.0)
    return (FACTORS[kind][unit], OFFSETS.get((kind, unit), 0.0))
