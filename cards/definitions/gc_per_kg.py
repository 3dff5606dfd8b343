"""The oral glucocorticoid dose per kilogram of real weight.

Oedema raises the weight and lowers the figure; pulses are no part of it.
"""

from dataclasses import dataclass
from datetime import timedelta

from cards.definitions.glucocorticoids import GlucocorticoidDose, dose_on
from cds_service.model_api import Amount, Call, Gap, Known, Unknown


@dataclass(frozen=True, slots=True)
class SteroidPerKg:
    """Prednisone-equivalent in mg/day and mg/kg/day, with the weight."""

    dose: GlucocorticoidDose
    per_kg: Amount
    weight: Known[float]


def recent_weight(call: Call, days: float) -> Known[float] | Unknown:
    """The real weight, when it was measured within some days."""
    found = call.picture.weight
    if isinstance(found, Unknown):
        return found
    if found.when is None or found.when < call.today - timedelta(days=days):
        return Unknown((Gap("weight", "too-old"),))
    return found


def steroid_per_kg(call: Call, weight_days: float) -> SteroidPerKg | Unknown:
    """The dose of the day per kilogram; Unknown when the dose or the weight is."""
    dose = dose_on(call, call.today)
    weight = recent_weight(call, weight_days)
    gaps = dose.gaps + (weight.gaps if isinstance(weight, Unknown) else ())
    if gaps or isinstance(weight, Unknown):
        return Unknown(gaps)
    return SteroidPerKg(dose, dose.daily.times(1 / weight.value), weight)
