"""Major risk factors of antimalarial retinopathy. Three-valued, each with what is missing.

Source: AAO/ACR 2021: dose above 5 mg/kg/day of real weight, kidney disease, tamoxifen, macular
disease. Not covered: the dose limit of chloroquine.
"""

from dataclasses import dataclass
from datetime import date

from cards.definitions.hydroxychloroquine import DosePerKg, dose_per_kg
from cards.definitions.kidney_function import latest_bounds
from cds_service.model_api import Call, Gap, Known, Unknown, any_true

_ADVANCED_KIDNEY_DISEASE = ("cond.ckd.stage3", "cond.ckd.stage4", "cond.ckd.stage5", "cond.eskd")


@dataclass(frozen=True, slots=True)
class RetinalRisk:
    """Whether a major factor is present, which ones (terms), and what leaves it open."""

    present: bool | None
    factors: tuple[str, ...]
    gaps: tuple[Gap, ...]


def retinal_risk(
    call: Call, limit_mg_per_kg: float, egfr_limit: float, egfr_since: date
) -> RetinalRisk:
    """The factors present on the day of the call."""
    problems, treatments = call.picture.problems, call.picture.treatments
    gaps: list[Gap] = []
    dose = call.once(dose_per_kg)
    high_dose: bool | None = False
    if isinstance(dose, DosePerKg):
        high_dose = dose.per_kg.above(limit_mg_per_kg)
        gaps += [Gap("dose", "range-around-limit")] if high_dose is None else []
    elif isinstance(dose, Unknown):
        high_dose = None
        gaps += dose.gaps
    rate = latest_bounds(call, egfr_since)
    kidney: bool | None = True if problems.active(*_ADVANCED_KIDNEY_DISEASE) else None
    if kidney is None and isinstance(rate, Known):
        kidney = rate.value.below(egfr_limit)
        gaps += [Gap("egfr", "only-bounds")] if kidney is None else []
    elif kidney is None and isinstance(rate, Unknown):
        gaps += rate.gaps
    tamoxifen = treatments.takes("med.tamoxifen")
    gaps += treatments.gaps if tamoxifen is None else ()
    macula = problems.has("cond.retinopathy")
    gaps += problems.why_unknown("cond.retinopathy") if macula is None else ()
    found = {"dose": high_dose, "kidney": kidney, "tamoxifen": tamoxifen, "macula": macula}
    return RetinalRisk(
        any_true(found.values()),
        tuple(name for name, present in found.items() if present),
        tuple(dict.fromkeys(gaps)),
    )
