"""Planned doses as FHIR dosage instructions, each with a short text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cds_service.engine.proposal import PlannedDose
from cds_service.engine.table import Worded
from cds_service.render.language import number, quantity

_UCUM = "http://unitsofmeasure.org"
_SNOMED = "http://snomed.info/sct"
_ROUTES = {
    "oral": ("26643006", Worded("Voie orale", "Oral route")),
    "iv": ("47625008", Worded("Voie intraveineuse", "Intravenous route")),
    "im": ("78421000", Worded("Voie intramusculaire", "Intramuscular route")),
    "sc": ("34206005", Worded("Voie sous-cutanée", "Subcutaneous route")),
}
_ONCE_A_DAY = Worded("une fois par jour", "once a day")
_EVERY_OTHER_DAY = Worded("un jour sur deux", "every other day")
_TIMES_A_DAY = Worded("{n} fois par jour", "{n} times a day")
_EVERY_DAYS = Worded("tous les {n} jours", "every {n} days")
_FOR = Worded("pendant", "for")


def dosage_instructions(
    doses: Iterable[PlannedDose], route: dict[str, Any] | None, language: str
) -> list[dict[str, Any]]:
    """One instruction for each dose; those given together share a sequence number."""
    instructions: list[dict[str, Any]] = []
    sequence = 0
    for dose in doses:
        if not (dose.with_previous and instructions):
            sequence += 1
        instruction: dict[str, Any] = {
            "sequence": sequence,
            "text": dose_text(dose, language),
            "timing": {"repeat": _repeat(dose)},
            "doseAndRate": [{"doseQuantity": _quantity(dose.mg, "mg")}],
        }
        if route:
            instruction["route"] = route
        instructions.append(instruction)
    return instructions


def within_bounds(instructions: list[dict[str, Any]], before: list[Any]) -> list[dict[str, Any]]:
    """The instructions, kept within the dates of the only one they replace unless they set some."""
    repeats = [instruction["timing"]["repeat"] for instruction in instructions]
    was: Any = before[0] if len(before) == 1 else None
    for member in ("timing", "repeat"):
        was = was.get(member) if isinstance(was, dict) else None
    bounds = {key: value for key, value in (was or {}).items() if key.startswith("bounds")}
    if bounds and not any(key.startswith("bounds") for repeat in repeats for key in repeat):
        for repeat in repeats:
            repeat.update(bounds)
    return instructions


def route_of(route: str, language: str) -> dict[str, Any] | None:
    """A route of the picture (`oral`, `iv`, ...) as a FHIR concept; None when it has none."""
    known = _ROUTES.get(route)
    if known is None:
        return None
    code, name = known
    coding = {"system": _SNOMED, "code": code, "display": name.en}
    return {"coding": [coding], "text": name.in_language(language)}


def dose_text(dose: PlannedDose, language: str) -> str:
    """A planned dose in words: `5 mg une fois par jour pendant 14 jours`."""
    parts = [quantity(dose.mg, "mg", language, 3)]
    if dose.every_days == 1:
        how_often = _ONCE_A_DAY if dose.times_per_day == 1 else _TIMES_A_DAY
        parts.append(how_often.in_language(language).format(n=dose.times_per_day))
    else:
        if dose.times_per_day > 1:
            parts.append(_TIMES_A_DAY.in_language(language).format(n=dose.times_per_day))
        how_often = _EVERY_OTHER_DAY if dose.every_days == 2 else _EVERY_DAYS
        parts.append(how_often.in_language(language).format(n=number(dose.every_days, language)))
    if dose.days is not None:
        parts.append(f"{_FOR.in_language(language)} {quantity(dose.days, 'd', language, 0)}")
    return " ".join(parts)


def _repeat(dose: PlannedDose) -> dict[str, Any]:
    repeat: dict[str, Any] = {
        "frequency": dose.times_per_day,
        "period": dose.every_days,
        "periodUnit": "d",
    }
    if dose.days is not None:
        repeat["boundsDuration"] = _quantity(dose.days, "d")
    return repeat


def _quantity(value: float, unit: str) -> dict[str, Any]:
    whole = int(value) if float(value).is_integer() else value
    return {"value": whole, "unit": unit, "system": _UCUM, "code": unit}
