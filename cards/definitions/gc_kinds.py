"""What is a glucocorticoid and not a daily dose of it: pulses, depots, replacement.

Source: the same equivalence table as the dose; 100 mg of methylprednisolone at once is a pulse.
"""

from datetime import date

from cds_service.model_api import Amount, Call, Step, Treatment

GLUCOCORTICOID = "med.systemic-glucocorticoid"
_DEPOT = "med.triamcinolone"
_DOSE = "glucocorticoid-dose"


def is_pulse(call: Call, treatment: Treatment, step: Step) -> bool:
    """Whether a step is a methylprednisolone pulse: 100 mg or more at once, not by mouth."""
    if not treatment.is_a("med.methylprednisolone") or isinstance(step.at_once, str):
        return False
    routes = step.route or treatment.routes
    if routes and "iv" not in routes:
        return False
    return step.at_once.low >= call.number(_DOSE, "pulse_mg")


def is_depot(treatment: Treatment) -> bool:
    """Whether it is an intramuscular depot, which is not a daily dose."""
    return treatment.is_a(_DEPOT) and "oral" not in treatment.routes


def is_replacement(call: Call, treatment: Treatment, on: date) -> bool:
    """Whether it is hydrocortisone replacement in adrenal insufficiency."""
    if not treatment.is_a("med.hydrocortisone"):
        return False
    if not call.picture.problems.active("cond.adrenal-insufficiency"):
        return False
    daily = treatment.daily(on)
    limit = call.number(_DOSE, "replacement_hydrocortisone_mg")
    return isinstance(daily, Amount) and daily.high <= limit


def pulses(call: Call) -> tuple[Treatment, ...]:
    """Treatments that are (or were) methylprednisolone pulses."""
    return tuple(
        treatment
        for treatment in call.picture.treatments.of(GLUCOCORTICOID)
        if treatment.steps and all(is_pulse(call, treatment, step) for step in treatment.steps)
    )


def pulse_since(call: Call, since: date) -> bool:
    """Whether a pulse was given, or is planned today, on or after a day."""
    for treatment in call.once(pulses):
        if treatment.start is None:
            continue
        last = min(treatment.last_planned_day or treatment.start, call.today)
        if treatment.start <= call.today and last >= since:
            return True
    return False
