"""A recorded wish for a child on a drug that must be switched, or just after it.

Source: BASICs (PNDS 2024) "baby"; labels for the time to wait; ANSM 2017. Every age and
indication. A pregnancy on record while such a drug runs is told as a warning.
Not covered: men, the duration of remission itself, other teratogens.
"""

from datetime import date

from cards.definitions.childbearing import can_bear_children, is_male, pregnancy, pregnancy_wish
from cards.definitions.conception_delay import delay, delay_days
from cards.definitions.interaction import exposure
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Gap,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Slot,
    Treatment,
    Verdict,
)

_DELAYED = ("med.mycophenolate", "med.methotrexate", "med.cyclophosphamide", "med.leflunomide")
_ALSO = ("med.raas-blocker",)
_CONCERN = Concern("", "pregnancy-plan")


def decide(case: Case) -> Verdict:
    """Info with a wish, while the drug runs or before the time to wait has passed."""
    if is_male(case.call):
        return Quiet("male")
    running, stopped, gaps = _exposed(case)
    if not running and not stopped and not gaps:
        return Quiet("no-such-treatment")
    pregnant = case.once(pregnancy)
    wish = pregnancy_wish(case.call)
    slots: dict[str, Slot] = {
        "drugs": tuple(ChartText(treatment.label) for treatment in running),
        "months": Quantity(case.number("remission_months"), "mo"),
    }
    visit = (Proposal("visit", (RequestService("contraception-visit"),)),)
    if pregnant.pregnant and running:
        return Fires("pregnant", slots, {"pregnant": True}, _CONCERN)
    if not pregnant.pregnant and case.once(can_bear_children) is False:
        return Quiet("not-of-childbearing-potential")
    if wish is None or pregnant.pregnant:
        unread = case.picture.problems.why_unknown("cond.pregnancy-wish")
        return CannotTell(unread, concern=_CONCERN) if unread and running else Quiet("no-wish")
    if running:
        return Fires("wish", slots, {"wish_since": wish.since}, _CONCERN, visit)
    if not stopped:
        return CannotTell(gaps, concern=_CONCERN)
    drug, last, concept = max(stopped, key=lambda item: item[1])
    wait = delay(case.call, concept) or Quantity(0, "d")
    slots |= {"drug": ChartText(drug.label), "stopped": last, "delay": wait}
    return Fires("washout", slots, {"stopped_on": last}, _CONCERN, visit)


def _exposed(
    case: Case,
) -> tuple[list[Treatment], list[tuple[Treatment, date, str]], tuple[Gap, ...]]:
    """What runs, what ended within the time to wait, and why more may be unseen."""
    running: list[Treatment] = []
    stopped: list[tuple[Treatment, date, str]] = []
    gaps: list[Gap] = []
    for concept in (*_DELAYED, *_ALSO):
        found = exposure(case.call, (concept,), delay_days(case.call, concept))
        gaps += found.gaps
        for treatment in found.taken:
            if treatment.end is not None and treatment.end < case.today:
                stopped.append((treatment, treatment.end, concept))
            else:
                running.append(treatment)
    return running, stopped, tuple(dict.fromkeys(gaps))
