"""A drug without marketing authorisation in lupus, ordered outside a trial.

Source: no authorisation in systemic lupus found on the day of the last check; trial slides are
background only. To be checked again before each release.
Not covered: compassionate access (recorded by the prescriber as the reason not to follow).
"""

from cards.definitions.access import element, regulation_day, still_checked
from cards.definitions.biologic_order import for_another_disease
from cards.definitions.gates import with_sle
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Gap,
    Quiet,
    Treatment,
    Verdict,
)

INVESTIGATIONAL = "med.investigational"
_AUTHORISED_ELSEWHERE = {
    "med.investigational.upadacitinib": ("cond.rheumatoid-arthritis", "cond.gca"),
    "med.investigational.teclistamab": ("cond.malignancy",),
    "med.investigational.car-t": ("cond.malignancy",),
}


def decide(case: Case) -> Verdict:
    """Warns outside a trial; asks when the indication or the trial cannot be told."""
    orders = case.picture.treatments.ordered(INVESTIGATIONAL)
    if not orders:
        return Quiet("no-such-order")
    outside = with_sle(case)
    if outside:
        return outside
    concerned = [order for order in orders if not for_another_disease(order)]
    if not concerned:
        return Quiet("other-indication")
    if case.picture.in_trial:
        return Quiet("in-trial")
    order = concerned[0]
    concern = Concern(order.reference, "investigational")
    if case.picture.trial_gap is not None:
        return CannotTell((case.picture.trial_gap,), concern=concern)
    if not order.reasons and _has_another_use(case, order):
        return CannotTell((Gap("indication", "not-stated", order.label),), concern=concern)
    found = element(case.call, "investigational", "authorisation", regulation_day(case, order))
    card = Fires(
        "no-authorisation",
        slots={"drug": ChartText(order.label), "checked": found.checked_on or case.today},
        facts={"drug": order.label},
        concern=concern,
    )
    return still_checked(case, card, found)


def _has_another_use(case: Case, order: Treatment) -> bool:
    """Whether the chart holds a disease for which the drug is authorised."""
    return any(
        case.picture.problems.active(*diseases)
        for drug, diseases in _AUTHORISED_ELSEWHERE.items()
        if order.is_a(drug)
    )
