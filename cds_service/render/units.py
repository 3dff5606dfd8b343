"""Units as they are written after a number, by the key that rules use."""

from __future__ import annotations

from dataclasses import dataclass

from cds_service.engine.table import Worded


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after one and after several; French counts 1,5 as one, English as several."""

    one: Worded
    several: Worded

    def after(self, number: float, language: str) -> str:
        """The unit as written after a number."""
        single = number == 1 if language == "en" else abs(number) < 2
        return (self.one if single else self.several).in_language(language)


def _same(text: str) -> Unit:
    return _both(text, text)


def _both(fr: str, en: str) -> Unit:
    return Unit(Worded(fr, en), Worded(fr, en))


def _counted(fr: tuple[str, str], en: tuple[str, str]) -> Unit:
    return Unit(Worded(fr[0], en[0]), Worded(fr[1], en[1]))


UNITS: dict[str, Unit] = {
    **{
        key: _same(key)
        for key in (
            "%", "cm", "g", "g/g", "g/L", "kg", "mg", "mg/g", "mg/kg", "mg/L", "mg/dL",
            "mg/mmol", "mL", "mL/min", "mm", "mmol/L", "mmHg", "ng/mL",
            "G/L", "ms",
        )
    },
    "ug": _same("µg"),
    "ug/L": _same("µg/L"),
    "umol/L": _same("µmol/L"),
    "kg/m2": _same("kg/m²"),
    "mL/min/1.73m2": _both("mL/min/1,73 m²", "mL/min/1.73 m²"),
    "IU/mL": _both("UI/mL", "IU/mL"),
    "g/d": _both("g/j", "g/day"),
    "mg/d": _both("mg/j", "mg/day"),
    "mg/kg/d": _both("mg/kg/j", "mg/kg/day"),
    "mg/wk": _both("mg/semaine", "mg/week"),
    "h": _counted(("heure", "heures"), ("hour", "hours")),
    "d": _counted(("jour", "jours"), ("day", "days")),
    "wk": _counted(("semaine", "semaines"), ("week", "weeks")),
    "mo": _counted(("mois", "mois"), ("month", "months")),
    "a": _counted(("an", "ans"), ("year", "years")),
    "score": _counted(("point", "points"), ("point", "points")),
}  # fmt: skip
"""Unit key -> how it is written; a key that is not here is written as it is."""
