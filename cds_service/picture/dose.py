"""How much is given at once: FHIR doseAndRate to milligrams."""

from __future__ import annotations

import math

from cds_service.evidence.resources.datatypes import DoseAndRate, Quantity, Range, Ratio
from cds_service.picture.drugs import Strength
from cds_service.picture.units import convert, is_countable, unit_problem
from cds_service.picture.values import Amount

_PER_KG = ("mg/kg", "ug/kg", "g/kg")
_AGREEMENT = 0.01


def milligrams(
    doses: tuple[DoseAndRate, ...], strength: Strength | None, weight_kg: float | None
) -> Amount | str:
    """Dose of one administration in mg, or the reason why it cannot be told (a gap reason).

    Several entries (ordered and calculated, mg and tablets) must say the same.
    """
    if not doses:
        return "dose-missing"
    read = [_one(dose, strength, weight_kg) for dose in doses]
    amounts = [found for found in read if isinstance(found, Amount)]
    if not amounts:
        return next(found for found in read if isinstance(found, str))
    first = amounts[0]
    if any(not _agree(first, other) for other in amounts[1:]):
        return "dose-contradictory"
    return first


def _agree(one: Amount, other: Amount) -> bool:
    return math.isclose(one.low, other.low, rel_tol=_AGREEMENT) and math.isclose(
        one.high, other.high, rel_tol=_AGREEMENT
    )


def _one(dose: DoseAndRate, strength: Strength | None, weight_kg: float | None) -> Amount | str:
    if dose.doseQuantity is not None:
        found = quantity_in_mg(dose.doseQuantity, strength, weight_kg)
        return Amount.exactly(found) if isinstance(found, float) else found
    if dose.doseRange is not None:
        return _range(dose.doseRange, strength, weight_kg)
    if dose.rateQuantity is not None or dose.rateRatio is not None:
        return "rate-only"
    return "dose-missing"


def _range(dose: Range, strength: Strength | None, weight_kg: float | None) -> Amount | str:
    if dose.low is None or dose.high is None:
        return "range-open"
    low = quantity_in_mg(dose.low, strength, weight_kg)
    high = quantity_in_mg(dose.high, strength, weight_kg)
    if isinstance(low, str):
        return low
    if isinstance(high, str):
        return high
    return Amount(low, high) if low <= high else "range-contradictory"


def quantity_in_mg(
    quantity: Quantity, strength: Strength | None, weight_kg: float | None = None
) -> float | str:
    """A quantity of drug in mg, or the reason why it cannot be told."""
    value = quantity.value
    if value is None:
        return "dose-missing"
    if quantity.comparator is not None or not math.isfinite(value) or value < 0:
        return "dose-unreadable"
    if is_countable(quantity.unit, quantity.code):
        if strength is None or strength.per != "unit":
            return "strength-unknown"
        return value * strength.mg
    if _is_volume(quantity):
        if strength is None or strength.per != "mL":
            return "concentration-unknown"
        return value * strength.mg
    per_kg = _per_kg(quantity)
    if per_kg is not None:
        return value * per_kg * weight_kg if weight_kg else "weight-unknown"
    found = convert("mass_dose", value, quantity.unit, quantity.code)
    if found is None:
        return f"dose-unit-{unit_problem('mass_dose', quantity.unit, quantity.code) or 'unknown'}"
    return found


def _is_volume(quantity: Quantity) -> bool:
    written = {(quantity.code or quantity.unit or "").strip().lower()}
    return written <= {"ml", "millilitre", "milliliter"}


def _per_kg(quantity: Quantity) -> float | None:
    """Milligrams for one unit of a per-kilogram dose; None when the unit is another."""
    written = {text.strip().lower() for text in (quantity.unit, quantity.code) if text}
    if len(written) != 1:
        return None
    unit = written.pop().replace("µ", "u").replace("μ", "u")
    if unit not in _PER_KG:
        return None
    return convert("mass_dose", 1.0, None, unit.removesuffix("/kg"))


def ratio_strength(ratio: Ratio | None) -> Strength | None:
    """Strength stated as a ratio (5 mg per tablet, 20 mg per mL); None when unreadable."""
    if ratio is None or ratio.numerator is None:
        return None
    mg = quantity_in_mg(ratio.numerator, None)
    if isinstance(mg, str):
        return None
    below = ratio.denominator
    if below is None or below.value is None:
        return Strength(mg, "unit") if below is None else None
    if below.value <= 0:
        return None
    if _is_volume(below):
        return Strength(mg / below.value, "mL")
    countable = is_countable(below.unit, below.code) or (below.code or below.unit) in {None, "1"}
    return Strength(mg / below.value, "unit") if countable else None
