"""The language of an answer, and how it writes numbers, quantities and dates."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import Literal

from cds_service.picture.values import Amount
from cds_service.render.units import UNITS

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
_GROUPED_FROM = 10_000


@lru_cache(maxsize=256)
def negotiate(accept_language: str | None, default: str) -> Language:
    """The language a client prefers (an Accept-Language header), else the default."""
    fallback: Language = "en" if default == "en" else "fr"
    wanted: dict[str, float] = {}
    for item in (accept_language or "").split(","):
        tag, _, parameters = item.partition(";")
        primary = tag.strip().lower().split("-")[0]
        if primary:
            wanted[primary] = max(_weight(parameters), wanted.get(primary, 0.0))
    anything = wanted.get("*", 0.0)
    # The default goes first among equals; sorting is stable.
    known = sorted(LANGUAGES, key=lambda language: language != fallback)
    best = max(known, key=lambda language: wanted.get(language, anything))
    return best if wanted.get(best, anything) > 0 else fallback


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def number(value: float, language: str, digits: int | None = None) -> str:
    """A number without trailing zeros; `digits` decimals at most (2 by default)."""
    text = f"{value:.{2 if digits is None else digits}f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if whole == "-0" and not decimals:
        whole = "0"
    # Four figures stay together, as French typography allows; more are grouped alike everywhere.
    if abs(value) >= _GROUPED_FROM:
        whole = f"{int(whole):,}".replace(",", _THIN_SPACE)
    return f"{whole}{',' if language == 'fr' else '.'}{decimals}" if decimals else whole


def quantity(value: float | Amount, unit: str, language: str, digits: int | None = None) -> str:
    """A number or range with its unit (a key of the units table, empty for none)."""
    if isinstance(value, Amount):
        written, largest = _range(value, language, digits)
    else:
        written, largest = number(value, language, digits), value
    if not unit:
        return written
    known = UNITS.get(unit)
    return f"{written} {known.after(largest, language) if known else unit}"


def _range(amount: Amount, language: str, digits: int | None) -> tuple[str, float]:
    low = number(amount.low, language, digits)
    if math.isinf(amount.high):
        return f"≥ {low}", amount.low
    high = number(amount.high, language, digits)
    if low == high:
        return high, amount.high
    return (f"≤ {high}" if amount.low == 0 else f"{low}–{high}"), amount.high


def day(value: date, language: str) -> str:
    """A date: `12/03/2026` in French, `12 Mar 2026` in English."""
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02d}/{value.month:02d}/{value.year}"
