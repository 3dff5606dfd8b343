"""The belimumab pen off 200 mg a week, or off its loading doses in nephritis.

Source: SmPC of belimumab: 200 mg weekly; in lupus nephritis 400 mg weekly four times, then 200 mg.
Not covered: doses under 18 (the label of the pen is to be checked again).
"""

from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.belimumab_order import for_nephritis, form, order_of
from cards.definitions.belimumab_pens import Finding, read_pens
from cards.definitions.biologic_order import (
    Form,
    for_another_disease,
    taken_before_signing,
)
from cards.definitions.gates import adult
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quantity,
    Quiet,
    Slot,
    Treatment,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Warns on another dose or rhythm, on a load that is too long, on a load left out."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    if case.picture.in_trial:
        return Quiet("in-trial")
    if for_another_disease(order):
        return Quiet("other-indication")
    given = form(case.call, order)
    if given is Form.IV:
        return Quiet("other-form")
    concern = Concern(order.reference, "belimumab-regimen")
    if given is Form.UNKNOWN:
        return CannotTell((Gap("route", "absent", order.label),), concern=concern)
    return adult(case) or _judge(case, order, concern)


def _judge(case: Case, order: Treatment, concern: Concern) -> Verdict:
    kidney = for_nephritis(case.call, order)
    first = not taken_before_signing(case.call, BELIMUMAB)
    found = read_pens(case.call, order)
    wording = _wording(found, kidney, first)
    facts: dict[str, Fact] = {"for_nephritis": kidney, "loading_doses": found.load_times}
    slots: dict[str, Slot] = {}
    for name, value, unit in (("dose", found.odd_mg, "mg"), ("days", found.odd_days, "d")):
        if value is not None:
            slots[name] = Quantity(value, unit, 0)
            facts["dose_mg" if name == "dose" else "interval_days"] = value
    if wording is not None:
        if found.load_times is not None:
            slots["times"] = found.load_times
        return Fires(wording, slots, facts, concern, missing=found.gaps)
    if found.gaps:
        return CannotTell(found.gaps, facts, concern)
    if found.load and kidney is None:
        return CannotTell((Gap("indication", "not-stated", order.label),), facts, concern)
    return Quiet("as-labelled", facts)


def _wording(found: Finding, kidney: bool | None, first: bool) -> str | None:
    if found.odd_mg is not None:
        return "dose"
    if found.odd_days is not None:
        return "interval"
    if found.load and kidney is False:
        return "load-without-nephritis"
    if found.gaps:
        return None
    if found.load_open:
        return "load-open"
    if found.load and not found.load_as_labelled:
        return "load-length"
    if not found.load and kidney and first:
        return "load-left-out"
    return None
