"""An anifrolumab order compared with the schedules of its two forms.

Source: SmPC: 300 mg by infusion every 4 weeks; 120 mg by pen every week.
"""

from dataclasses import dataclass

from cards.definitions.anifrolumab import form
from cards.definitions.biologic_order import Form, form_by_route
from cards.definitions.schedule import rhythm
from cds_service.model_api import Amount, Call, Gap, Step, Treatment

_TABLE = "anifrolumab"
_CLOSE = 0.5


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What does not fit the form: the wording of the card, the dose in mg, the interval in days."""

    wording: str
    form: Form
    mg: float | None = None
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The mismatch of an order, if any, and what could not be read."""

    mismatch: Mismatch | None
    gaps: tuple[Gap, ...] = ()


def judged(call: Call, order: Treatment) -> Judged:
    """Compare dose, product and interval of every regular step with the form of the order."""
    wanted = form(call, order)
    steps = [step for step in order.steps if not step.as_needed]
    mismatch = _product(call, order, wanted)
    for step in steps:
        mismatch = mismatch or _dose(call, step, wanted) or _interval(call, step, wanted)
    if mismatch is not None or (wanted is Form.UNKNOWN and _neither(call, steps)):
        return Judged(mismatch or Mismatch("neither", Form.UNKNOWN))
    gaps = [Gap("route", "absent", order.label)] if form_by_route(order) is None else []
    if order.drug.strength is not None:
        gaps = []
    if order.unreadable or not steps:
        gaps.append(order.dose_gap("unreadable" if order.unreadable else "dose-missing"))
    gaps += [order.dose_gap(why) for step in steps for why in _unread(step, wanted)]
    return Judged(None, tuple(dict.fromkeys(gaps)))


def _expected(call: Call, wanted: Form) -> tuple[float, float, float]:
    """Dose in mg, least and most days between doses."""
    if wanted is Form.SC:
        days = call.number(_TABLE, "sc_days")
        return call.number(_TABLE, "sc_mg"), days - _CLOSE, days + _CLOSE
    days, tolerance = call.number(_TABLE, "iv_days"), call.number(_TABLE, "iv_tolerance_days")
    return call.number(_TABLE, "iv_mg"), days - tolerance, days + tolerance


def _product(call: Call, order: Treatment, wanted: Form) -> Mismatch | None:
    """A vial ordered under the skin, a pen ordered by infusion."""
    strength = order.drug.strength
    if strength is None or strength.per != "unit" or wanted is Form.UNKNOWN:
        return None
    other = Form.SC if wanted is Form.IV else Form.IV
    mg = _expected(call, other)[0]
    return Mismatch("product", wanted, strength.mg) if strength.mg == mg else None


def _dose(call: Call, step: Step, wanted: Form) -> Mismatch | None:
    if wanted is Form.UNKNOWN or not isinstance(step.at_once, Amount):
        return None
    mg = _expected(call, wanted)[0]
    outside = step.at_once.above(mg, _CLOSE) or step.at_once.below(mg, _CLOSE)
    if not outside:
        return None
    low = step.at_once.below(mg, _CLOSE)
    return Mismatch("dose", wanted, step.at_once.high if low else step.at_once.low)


def _interval(call: Call, step: Step, wanted: Form) -> Mismatch | None:
    found = rhythm(step)
    if wanted is Form.UNKNOWN or isinstance(found, str) or found.every is None:
        return None
    _, least, most = _expected(call, wanted)
    if found.every.above(most) or found.every.below(least):
        return Mismatch("interval", wanted, days=found.every.low)
    return None


def _neither(call: Call, steps: list[Step]) -> bool:
    """Whether an order without a form fits neither: 300 mg every week, 120 mg every 4 weeks."""
    return bool(steps) and all(
        any(_dose(call, step, wanted) or _interval(call, step, wanted) for step in steps)
        for wanted in (Form.IV, Form.SC)
    )


def _unread(step: Step, wanted: Form) -> tuple[str, ...]:
    found = rhythm(step)
    reasons = [found] if isinstance(found, str) else []
    if isinstance(step.at_once, str):
        reasons.append(step.at_once)
    elif wanted is not Form.UNKNOWN and not step.at_once.exact:
        reasons.append("range-around-limit")
    return tuple(dict.fromkeys(reasons))
