"""The amount of active ingredient in one unit or one millilitre, as a product label states it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal


@dataclass(frozen=True, slots=True)
class Strength:
    """Milligrams of active ingredient per countable unit (tablet, capsule, pen, vial) or per mL."""

    mg: float
    per: Literal["unit", "mL"]


_MG = {"g": 1000.0, "mg": 1.0, "µg": 0.001, "μg": 0.001, "ug": 0.001, "mcg": 0.001}
_AMOUNT = re.compile(
    r"""(?<![\w.,/])
    (?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?)\s*
    (?P<unit>mg|g|µg|μg|ug|mcg|milligrammes?|grammes?|microgrammes?)(?![\w])
    (?:\s*/\s*(?P<volume>\d+(?:[.,]\d+)?)?\s*(?P<millilitre>ml)\b)?
    (?P<rest>.{0,12})""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# What follows an amount when it is a dose to take rather than the content of one unit.
_DOSE = re.compile(
    r"""[\s,;:(-]*
    (/ | (par|per|x|le|les|la|fois|pdt|pendant|chaque|qd|bid|j)\b | x?\d+\s*(fois|x)\b
    | matin | midi | soir | jour | tou[st] | daily | every | each | once | twice)""",
    re.IGNORECASE | re.VERBOSE,
)
_SLASHED = re.compile(r"\d\s*/\s*\d+[.,]?\d*\s*m?g\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def stated_strength(label: str) -> Strength | None:
    """Return the one strength a label states; None for none, several, or a dose to take."""
    found: set[Strength] = set()
    place = 0
    while amount := _AMOUNT.search(label, place):
        place = amount.start("rest")
        strength = _strength(amount)
        if strength is None:
            return None
        found.add(strength)
    # "400/80 mg" is a combination whose first amount has no unit.
    return found.pop() if len(found) == 1 and not _SLASHED.search(label) else None


def _strength(amount: re.Match[str]) -> Strength | None:
    number = _number(amount["number"])
    if number is None or _DOSE.match(amount["rest"]):
        return None
    milligrams = number * _MG[_short(amount["unit"])]
    if amount["millilitre"] is None:
        return Strength(milligrams, "unit")
    volume = _number(amount["volume"] or "1")
    return Strength(milligrams / volume, "mL") if volume else None


def _short(unit: str) -> str:
    small = unit.casefold().rstrip("s")
    return {"milligramme": "mg", "gramme": "g", "microgramme": "ug"}.get(small, small)


def _number(text: str) -> float | None:
    joined = re.sub(r"\s", "", text)
    # "1,000" is one in French and a thousand in English: no reading is safe.
    return None if re.fullmatch(r"\d+,\d{3}", joined) else float(joined.replace(",", "."))
