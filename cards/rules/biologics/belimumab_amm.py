"""Belimumab outside the terms of its marketing authorisation (lupus, or lupus nephritis).

Source: SmPC of belimumab. "High activity" is only exemplified by serology, so a negative anti-dsDNA
asks and does not contradict.
Not covered: hypersensitivity (belimumab-excluded-groups); the pen under 18 (label to be checked).
"""

from cards.definitions.access import regulation_day, still_checked
from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.belimumab_label import (
    Indication,
    lupus_indication,
    nephritis_indication,
)
from cards.definitions.belimumab_order import for_nephritis, form, order_of
from cards.definitions.biologic_order import Form, not_for_access_rules
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quiet,
    Term,
    Treatment,
    Verdict,
    any_true,
)


def decide(case: Case) -> Verdict:
    """Warns when neither indication of the label is met; asks when that is not known."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    outside = not_for_access_rules(case, order, BELIMUMAB)
    if outside:
        return outside
    given, day = form(case.call, order), regulation_day(case, order)
    lupus = lupus_indication(case.call, given, day)
    kidney = nephritis_indication(case.call, day)
    if not lupus.text.yes:
        return Quiet("before-authorisation")
    shown = _shown(case, order, lupus, kidney)
    facts: dict[str, Fact] = {f"criterion_{name}": met for name, met in shown.criteria.items()}
    facts["indication"] = shown.name
    concern = Concern(order.reference, "belimumab-label")
    met = any_true([lupus.met, kidney.met])
    if met is False:
        verdict = Fires(
            f"{shown.name}-not-met",
            slots={"criteria": tuple(Term(f"criterion.{name}") for name in shown.unmet)},
            facts={**facts, "off_label": True},
            concern=concern,
            missing=shown.missing,
        )
        return still_checked(case, verdict, shown.text)
    minor = case.picture.person.at_least(18) is False
    if met is None or (minor and given is Form.UNKNOWN):
        gaps = shown.missing or (Gap("route", "absent", order.label),)
        return CannotTell(tuple(dict.fromkeys(gaps)), facts, concern)
    if minor and given is Form.SC:
        return still_checked(case, Fires("pen-under-18", facts=facts, concern=concern), lupus.text)
    return Quiet("within-label", facts)


def _shown(case: Case, order: Treatment, lupus: Indication, kidney: Indication) -> Indication:
    """The indication that the card or the trace speaks of."""
    for indication in (lupus, kidney):
        if indication.met:
            return indication
    open_ones = [indication for indication in (lupus, kidney) if indication.met is None]
    if len(open_ones) == 1:
        return open_ones[0]
    return kidney if for_nephritis(case.call, order) and kidney.text.yes else lupus
