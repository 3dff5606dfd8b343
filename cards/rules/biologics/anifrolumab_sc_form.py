"""The two forms of anifrolumab mixed up: 300 mg infusion every 4 weeks, 120 mg pen every week.

Source: SmPC of the vial and of the pen. A dosing error, so it is looked for at every order,
renewals included.
Not covered: late infusions (at least 14 days between doses); both forms at once, see
biologic-combination.
"""

from cards.definitions.anifrolumab import ANIFROLUMAB
from cards.definitions.anifrolumab_regimen import Mismatch, judged
from cards.definitions.biologic_order import for_another_disease
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
    Term,
    Treatment,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Warns on a dose or an interval that belongs to the other form, or to none."""
    orders = case.picture.treatments.ordered(ANIFROLUMAB)
    concerned = [order for order in orders if not for_another_disease(order)]
    if not orders:
        return Quiet("no-such-order")
    if case.picture.in_trial:
        return Quiet("in-trial")
    if not concerned:
        return Quiet("other-indication")
    gaps: list[Gap] = []
    for order in concerned:
        found = judged(case.call, order)
        if found.mismatch is not None:
            return _card(order, found.mismatch)
        gaps += found.gaps
    concern = Concern(concerned[0].reference, "anifrolumab-regimen")
    return CannotTell(tuple(dict.fromkeys(gaps)), concern=concern) if gaps else Quiet("as-labelled")


def _card(order: Treatment, found: Mismatch) -> Fires:
    slots: dict[str, Slot] = {"form": Term(f"anifrolumab-form.{found.form.value}")}
    facts: dict[str, Fact] = {"form": found.form.value}
    for name, value, unit in (("dose", found.mg, "mg"), ("days", found.days, "d")):
        if value is not None:
            slots[name] = Quantity(value, unit, 0)
            facts[f"{name}_{unit}" if name == "dose" else "interval_days"] = value
    return Fires(
        found.wording,
        slots=slots,
        facts=facts,
        concern=Concern(order.reference, "anifrolumab-regimen"),
    )
