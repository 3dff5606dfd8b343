"""Belimumab interrupted: two months without an infusion, three weeks without an injection.

Source: Strasbourg series, two of two patients worse after such an interruption (weak evidence). A
documented pause (on hold, infection, surgery) becomes a reminder to plan the restart.
Not covered: doses missed inside an order that runs on (administrations are not read).
"""

from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.belimumab_pause import pause
from cards.definitions.biologic_order import Form
from cards.definitions.gates import with_sle
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quiet,
    Slot,
    Verdict,
)

CONCERN = Concern("", "belimumab-gap")


def decide(case: Case) -> Verdict:
    """Informs of an interruption that is long and not long forgotten."""
    outside = with_sle(case)
    if outside:
        return outside
    if case.hook != "patient-view" and not case.picture.treatments.ordered(BELIMUMAB):
        return Quiet("no-such-order")
    found = case.once(pause)
    if found.gaps:
        return CannotTell(found.gaps, concern=CONCERN)
    if found.state != "open":
        return Quiet("no-such-treatment" if found.state == "none" else found.state)
    if found.last is None:
        return Fires("paused-undated", concern=CONCERN)
    days = (case.today - found.last).days
    facts: dict[str, Fact] = {"days_without": days, "last": found.last, "form": found.form.value}
    if days > case.number("forgotten_days"):
        return Quiet("long-ago", facts)
    long = _long_enough(case, found.form, days)
    if long is None:
        return CannotTell((Gap("route", "absent"),), facts, CONCERN)
    if not long:
        return Quiet("short", facts)
    slots: dict[str, Slot] = {"days": days, "last": found.last}
    return Fires("paused" if found.documented else "gap", slots, facts, CONCERN)


def _long_enough(case: Case, form: Form, days: int) -> bool | None:
    infusions, injections = days >= case.number("gap_iv"), days >= case.number("gap_sc")
    if form is Form.UNKNOWN:
        return infusions if infusions == injections else None
    return infusions if form is Form.IV else injections
