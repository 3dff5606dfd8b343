"""The weekly injections of a belimumab order: maintenance doses, loading doses, and what is odd.

Source: SmPC: 200 mg once a week; in lupus nephritis 400 mg once a week for 4 doses before.
"""

from dataclasses import dataclass

from cards.definitions.belimumab_infusions import regular
from cards.definitions.schedule import rhythm
from cds_service.model_api import Amount, Call, Gap, Step, Treatment

_TABLE = "belimumab"
_CLOSE = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """What an order plans: a load (how many doses; None = open), an odd dose or interval."""

    load: bool
    load_times: int | None
    load_as_labelled: bool
    odd_mg: float | None
    odd_days: float | None
    gaps: tuple[Gap, ...]

    @property
    def load_open(self) -> bool:
        """Whether the loading dose has no end."""
        return self.load and self.load_times is None


def read_pens(call: Call, order: Treatment) -> Finding:
    """Read every step of an order of the pen."""
    steps = regular(order)
    loads = [step for step in steps if _is(call, step, "sc_load_mg")]
    times = [_times(step) for step in loads]
    known = [found for found in times if found is not None]
    total = sum(known) if len(known) == len(times) else None
    return Finding(
        load=bool(loads),
        load_times=total if loads else None,
        load_as_labelled=total == round(call.number(_TABLE, "sc_load_times")),
        odd_mg=next((mg for step in steps if (mg := _odd_dose(call, step)) is not None), None),
        odd_days=next((d for step in steps if (d := _odd_days(call, step)) is not None), None),
        gaps=_gaps(order, steps),
    )


def _is(call: Call, step: Step, number: str) -> bool:
    wanted = call.number(_TABLE, number)
    dose = step.at_once
    return isinstance(dose, Amount) and dose.exact and abs(dose.low - wanted) < _CLOSE


def _times(step: Step) -> int | None:
    found = rhythm(step)
    return None if isinstance(found, str) else found.times


def _odd_dose(call: Call, step: Step) -> float | None:
    if not isinstance(step.at_once, Amount) or not step.at_once.exact:
        return None
    fits = _is(call, step, "sc_mg") or _is(call, step, "sc_load_mg")
    return None if fits else step.at_once.low


def _odd_days(call: Call, step: Step) -> float | None:
    found = rhythm(step)
    if isinstance(found, str) or found.every is None:
        return None
    days = call.number(_TABLE, "sc_days")
    odd = found.every.above(days, _CLOSE) or found.every.below(days, _CLOSE)
    return found.every.low if odd else None


def _gaps(order: Treatment, steps: tuple[Step, ...]) -> tuple[Gap, ...]:
    if order.unreadable:
        return (order.dose_gap("unreadable"),)
    if not steps:
        return (order.dose_gap("dose-missing"),)
    reasons: list[str] = []
    for step in steps:
        if isinstance(step.at_once, str):
            reasons.append(step.at_once)
        elif not step.at_once.exact:
            reasons.append("range-around-limit")
        found = rhythm(step)
        if isinstance(found, str):
            reasons.append(found)
    return tuple(order.dose_gap(reason) for reason in dict.fromkeys(reasons))
