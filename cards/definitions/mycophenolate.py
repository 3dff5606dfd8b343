"""Mycophenolate: which form an order means, and its planned daily doses against a range.

Source: KDIGO 2024: 2 to 3 g/day of mofetil correspond to 1.44 to 2.16 g/day of sodium. ATC has one
code for both, so the form is known by product or name, or by a dose that only one of them makes
(tablets of 250 and 500 mg, of 180 and 360 mg).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cds_service.model_api import Amount, Call, Treatment, Unknown, all_true, any_true

MYCOPHENOLATE = "med.mycophenolate"
_TABLE = "mycophenolate"
_FORMS = ("mofetil", "sodium")


@dataclass(frozen=True, slots=True)
class Planned:
    """The planned daily doses (mg) of an order and the forms it may mean."""

    daily: tuple[Amount, ...]
    forms: tuple[str, ...]

    @property
    def highest(self) -> float:
        """The highest dose planned, in mg/day."""
        return max(amount.high for amount in self.daily)

    def all_below(self, call: Call) -> bool | None:
        """Whether every planned dose is below the range; None when the form decides."""
        return _agreed(
            all_true(dose.below(_limit(call, form, "low")) for dose in self.daily)
            for form in self.forms
        )

    def any_above(self, call: Call) -> bool | None:
        """Whether a planned dose is above the range; None when the form decides."""
        return _agreed(
            any_true(dose.above(_limit(call, form, "high")) for dose in self.daily)
            for form in self.forms
        )


def planned(call: Call, order: Treatment) -> Planned | Unknown:
    """What an order plans from today on, or why its doses cannot be told."""
    days = {max(step.start or call.today, call.today) for step in order.steps}
    doses = [order.daily(day) for day in sorted(days or {call.today})]
    gaps = tuple(gap for dose in doses if isinstance(dose, Unknown) for gap in dose.gaps)
    if gaps:
        return Unknown(tuple(dict.fromkeys(gaps)))
    amounts = tuple(dose for dose in doses if isinstance(dose, Amount))
    return Planned(amounts, forms(call, order))


def forms(call: Call, order: Treatment) -> tuple[str, ...]:
    """The form of an order, by its name or else by its tablets; both when nothing tells."""
    named = tuple(form for form in _FORMS if order.is_a(f"{MYCOPHENOLATE}.{form}"))
    if len(named) == 1:
        return named
    doses = [step.at_once for step in order.steps if isinstance(step.at_once, Amount)]
    fitting = tuple(form for form in _FORMS if doses and _in_tablets(call, form, doses))
    return fitting if len(fitting) == 1 else _FORMS


def _in_tablets(call: Call, form: str, doses: Iterable[Amount]) -> bool:
    """Whether each dose is made of whole tablets of a form."""
    tablet = call.number(_TABLE, f"{form}_tablet_mg")
    return all(dose.exact and (dose.low / tablet).is_integer() for dose in doses)


def _limit(call: Call, form: str, bound: str) -> float:
    return call.number(_TABLE, f"{form}_{bound}_mg")


def _agreed(answers: Iterable[bool | None]) -> bool | None:
    """The answer common to all the forms an order may mean."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None
