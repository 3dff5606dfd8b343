"""A number of a table with its unit, as the catalogue writes it."""

from __future__ import annotations

from cds_service.render.language import quantity

_WRITTEN = {"{score}": "score", "1": "", "month": ""}
"""Units of tables that are not those of wording: a score, a plain count, a month of the year."""


def measured(value: float, unit: str, language: str) -> str:
    """The number with its unit in a language."""
    return quantity(value, _WRITTEN.get(unit, unit), language)
