"""Hydroxychloroquine per kilogram of real weight, and whether the weight still holds."""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.childbearing import pregnancy
from cards.definitions.measures import UPCR
from cds_service.model_api import Amount, Call, Gap, Known, PlannedDose, Treatment, Unknown

HCQ = "med.hydroxychloroquine"
_TABLE = "hydroxychloroquine"


def weight_window_days(call: Call) -> int:
    """How old a weight may be: shorter in children, pregnancy and nephrotic syndrome."""
    upcr = call.picture.results.latest(
        UPCR, since=call.today - timedelta(days=round(call.number(_TABLE, "unstable_weight_days")))
    )
    nephrotic = isinstance(upcr, Known) and (
        upcr.value.below(call.number("nephritis-state", "nephrotic_upcr_mg_per_g")) is False
    )
    unstable = (
        nephrotic
        or call.picture.person.at_least(18) is False
        or bool(call.once(pregnancy).pregnant)
    )
    name = "unstable_weight_days" if unstable else "weight_days"
    return round(call.number(_TABLE, name))


def weight(call: Call) -> Known[float] | Unknown:
    """Real body weight in kg that still holds on the day of the call."""
    found = call.picture.weight
    if isinstance(found, Unknown) or found.when is None:
        return found
    if (call.today - found.when).days > weight_window_days(call):
        return Unknown((Gap("weight", "too-old"),))
    return found


@dataclass(frozen=True, slots=True)
class DosePerKg:
    """Daily dose in mg and in mg/kg of real weight, with the treatments behind it."""

    mg: Amount
    per_kg: Amount
    weight: Known[float]
    treatments: tuple[Treatment, ...]


def dose_per_kg(call: Call) -> DosePerKg | Unknown | None:
    """The daily dose per kg once the drafts are signed; None when none is taken.

    Alternating regimens are averaged over their cycle.
    """
    return dose_per_kg_on(call, call.today)


def dose_per_kg_on(call: Call, on: date) -> DosePerKg | Unknown | None:
    """The same on a coming day, for an order in several steps."""
    running = [
        t
        for t in call.picture.treatments.running(HCQ)
        if not t.as_needed and (t.end is None or t.end >= on)
    ]
    if not running:
        return None
    gaps: list[Gap] = []
    mg = Amount.exactly(0.0)
    for treatment in running:
        daily = treatment.daily(max(on, treatment.start or on))
        if isinstance(daily, Unknown):
            gaps.extend(daily.gaps)
        else:
            mg += daily
    kilograms = call.once(weight)
    if isinstance(kilograms, Unknown):
        gaps.extend(kilograms.gaps)
        return Unknown(tuple(gaps))
    if gaps:
        return Unknown(tuple(gaps))
    return DosePerKg(mg, mg.times(1 / kilograms.value), kilograms, tuple(running))


def practical_regimen(kilograms: float, limit_mg_per_kg: float) -> tuple[PlannedDose, ...]:
    """The largest regimen of 200 mg tablets within the limit: 400, 200/400 alternating or 200 mg.

    Empty when even 200 mg a day would exceed it. Never above 400 mg a day.
    """
    allowed = kilograms * limit_mg_per_kg + 1e-9
    if allowed >= 400:  # noqa: PLR2004 (two tablets)
        return (PlannedDose(400),)
    if allowed >= 300:  # noqa: PLR2004 (one and two tablets on alternate days)
        return (PlannedDose(400, every_days=2), PlannedDose(200, every_days=2, with_previous=True))
    return (PlannedDose(200),) if allowed >= 200 else ()  # noqa: PLR2004 (one tablet)


def regimen_mg(doses: tuple[PlannedDose, ...]) -> float:
    """The average daily dose of a regimen in mg."""
    return sum(dose.mg * dose.times_per_day / dose.every_days for dose in doses)


_RESPECTED = {"intolerance", "contraindication", "patient-choice"}
"""Reasons for a stop that close the question of taking it again."""


def ruled_out(call: Call) -> str | None:
    """Why an antimalarial is not to be given (a reason to keep quiet); None when open."""
    picture = call.picture
    # CIM-10 has no code for drug toxicity alone, and the label excludes every retinal disease.
    if picture.problems.active("cond.retinopathy", "cond.retinopathy.toxic"):
        return "retinopathy"
    if any(t.stop_reasons & _RESPECTED for t in picture.treatments.of("med.antimalarial")):
        return "stopped-for-a-reason"
    if picture.allergies.of("med.antimalarial", HCQ, "med.chloroquine"):
        return "intolerance"
    return None
