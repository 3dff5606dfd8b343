"""What rules out a live vaccine: drugs taken, just stopped or about to begin, and glucocorticoids.

Source: Vaccination Info Service. Hydroxychloroquine alone and less than 10 mg of prednisone do not
count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from cards.definitions.gc_kinds import pulse_since
from cards.definitions.glucocorticoids import dose_on, dose_today
from cards.definitions.interaction import Exposure, exposure
from cds_service.model_api import Amount, Call, Gap, Treatment, all_true

_TABLE = "immunosuppression"
_LONG_LASTING = ("med.anti-cd20", "med.investigational.car-t")
_OTHERS = ("med.immunosuppressant", "med.biologic", "med.immunosuppressant.non-lupus")
_DAYS_PER_MONTH = 30.4375


class Kind(Enum):
    """The kinds told apart; the value is the wording of the rule."""

    RUNNING = "running"
    STOPPED = "stopped"
    GLUCOCORTICOID = "glucocorticoid"
    PULSE = "pulse"


@dataclass(frozen=True, slots=True)
class Barrier:
    """What rules out a live vaccine: its kind, the drug, its last day, the dose, the window."""

    kind: Kind
    drug: Treatment | None = None
    last: date | None = None
    dose: Amount | None = None
    months: float = 0


def live_vaccine_barrier(call: Call) -> Barrier | tuple[Gap, ...]:
    """The first reason found; otherwise what may hide one (nothing: there is none)."""
    lasting = exposure(call, _LONG_LASTING, _days(call, "after_anti_cd20_months"))
    others = exposure(call, _OTHERS, _days(call, "after_stop_months"))
    found = [*_barriers(call, lasting, "after_anti_cd20_months")]
    found += [
        barrier
        for barrier in _barriers(call, others, "after_stop_months")
        if barrier.drug is None or not any(barrier.drug.is_a(drug) for drug in _LONG_LASTING)
    ]
    running = [barrier for barrier in found if barrier.kind is Kind.RUNNING]
    if found:
        return (running or found)[0]
    if pulse_since(call, call.today - timedelta(days=_days(call, "after_pulse_months"))):
        return Barrier(Kind.PULSE, months=call.number(_TABLE, "after_pulse_months"))
    long_enough = _glucocorticoid(call)
    dose = call.once(dose_today)
    if long_enough:
        return Barrier(Kind.GLUCOCORTICOID, dose=dose.daily)
    doubtful = dose.gaps if long_enough is None else ()
    return tuple(dict.fromkeys(lasting.gaps + others.gaps + doubtful))


def _days(call: Call, months: str) -> int:
    return round(call.number(_TABLE, months) * _DAYS_PER_MONTH)


def _barriers(call: Call, found: Exposure, months: str) -> Iterator[Barrier]:
    soon = call.today + timedelta(days=round(call.number(_TABLE, "before_start_days")))
    for treatment in found.taken:
        if treatment.start is not None and treatment.start > soon:
            continue
        last = treatment.end
        ended = last is not None and last < call.today
        yield Barrier(
            Kind.STOPPED if ended else Kind.RUNNING,
            treatment,
            last,
            months=call.number(_TABLE, months),
        )


def _glucocorticoid(call: Call) -> bool | None:
    """Whether the dose has been high enough for longer than the window, up to today."""
    limit = call.number(_TABLE, "prednisone_mg_per_day")
    window = round(call.number(_TABLE, "prednisone_days"))
    return all_true(_at_least(call, limit, days_ago) for days_ago in range(window + 2))


def _at_least(call: Call, limit: float, days_ago: int) -> bool | None:
    below = dose_on(call, call.today - timedelta(days=days_ago)).daily.below(limit)
    return None if below is None else not below
