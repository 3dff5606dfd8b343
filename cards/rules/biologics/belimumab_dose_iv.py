"""Belimumab infusions off 10 mg/kg, or off their rhythm.

Source: SmPC of belimumab and the Strasbourg series: 10 mg/kg at D0, D14, D28, then every 28 days.
Not covered: a first order without its early infusions (they may be ordered one by one); the
infusion time and the observation after the first two.
"""

from cards.definitions.belimumab_infusions import (
    Vials,
    odd_interval,
    recent_weight,
    regular,
    replanned,
    whole_vials,
)
from cards.definitions.belimumab_order import form, order_of
from cards.definitions.biologic_order import Form, for_another_disease
from cards.definitions.schedule import rhythm
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    ChangeDraft,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Treatment,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Warns on a dose more than 10 % off, or on an interval off the schedule."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    if case.picture.in_trial:
        return Quiet("in-trial")
    if for_another_disease(order):
        return Quiet("other-indication")
    given = form(case.call, order)
    if given is Form.SC:
        return Quiet("other-form")
    concern = Concern(order.reference, "belimumab-regimen")
    if given is Form.UNKNOWN:
        return CannotTell((Gap("route", "absent", order.label),), concern=concern)
    return _judge(case, order, concern)


def _judge(case: Case, order: Treatment, concern: Concern) -> Verdict:
    weight, days = recent_weight(case), odd_interval(case, order)
    gaps = [*_unread(order), *(() if isinstance(weight, Known) else weight.gaps)]
    facts: dict[str, Fact] = {}
    slots: dict[str, Slot] = {}
    proposals: tuple[Proposal, ...] = ()
    off = False
    if isinstance(weight, Known):
        facts["weight_kg"] = weight
        for dose in _doses(order):
            per_kg = dose.times(1 / weight.value)
            answer = _off(case, per_kg)
            if answer is None:
                gaps.append(order.dose_gap("range-around-limit"))
            if not off:
                facts["dose_mg_per_kg"] = round(per_kg.high, 2)
                slots |= {
                    "dose": Quantity(dose, "mg", 0),
                    "per_kg": Quantity(per_kg, "mg/kg", 2),
                    "weight": Quantity(weight.value, "kg", 1),
                    "day": weight.when or case.today,
                }
            off = off or answer is True
        proposals = _in_vials(case, order, weight.value, slots) if off and days is None else ()
    if days is not None:
        facts["interval_days"] = days
        slots["days"] = Quantity(days, "d", 0)
    if not off and days is None:
        unread = tuple(dict.fromkeys(gaps))
        return CannotTell(unread, facts, concern) if unread else Quiet("as-labelled", facts)
    wording = "dose-and-interval" if off and days is not None else ("dose" if off else "interval")
    return Fires(wording, slots, facts, concern, proposals, tuple(dict.fromkeys(gaps)))


def _doses(order: Treatment) -> list[Amount]:
    return [step.at_once for step in regular(order) if isinstance(step.at_once, Amount)]


def _off(case: Case, per_kg: Amount) -> bool | None:
    wanted = case.call.number("belimumab", "iv_mg_per_kg")
    within = case.number("dose_tolerance_percent") / 100
    above, below = per_kg.above(wanted * (1 + within)), per_kg.below(wanted * (1 - within))
    if above or below:
        return True
    return None if above is None or below is None else False


def _unread(order: Treatment) -> list[Gap]:
    if order.unreadable:
        return [order.dose_gap("unreadable")]
    steps = regular(order)
    if not steps:
        return [order.dose_gap("dose-missing")]
    gaps = [order.dose_gap(step.at_once) for step in steps if isinstance(step.at_once, str)]
    return gaps + [order.dose_gap(why) for step in steps if isinstance(why := rhythm(step), str)]


def _in_vials(
    case: Case, order: Treatment, kilograms: float, slots: dict[str, Slot]
) -> tuple[Proposal, ...]:
    within = case.number("dose_tolerance_percent") / 100
    vials = whole_vials(kilograms, case.call.number("belimumab", "iv_mg_per_kg"), within)
    doses = replanned(case, order, vials.mg) if isinstance(vials, Vials) else ()
    if vials is None or not doses:
        return ()
    slots["vials_mg"] = Quantity(vials.mg, "mg", 0)
    return (Proposal("vials", (ChangeDraft(order, doses),)),)
