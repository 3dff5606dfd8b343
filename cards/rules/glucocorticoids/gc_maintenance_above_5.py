"""Glucocorticoid above 5 mg/day of prednisone in maintenance.

Source: EULAR 2023 recommendation 2; ACR 2025 (within 6 months). The 90- and 180-day windows are a
product choice bounded by those 6 months.
Not covered: the reason why a previous taper failed; adrenal function.
"""

from cards.definitions.gates import adult_with_sle, first_order, unrelated_order
from cards.definitions.gc_kinds import GLUCOCORTICOID
from cards.definitions.gc_phase import Phase, phase, untold_induction
from cards.definitions.gc_taper import taper_proposal, taper_within
from cards.definitions.glucocorticoids import course, dose_today, planned_at_most
from cards.definitions.other_indication import other_indication
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Quantity,
    Quiet,
    Term,
    Verdict,
)

_SPARED = {
    Phase.NONE: "no-such-treatment",
    Phase.PULSE: "pulse",
    Phase.STRESS: "stress",
    Phase.INDUCTION: "induction",
    Phase.REPLACEMENT: "replacement",
}


def decide(case: Case) -> Verdict:
    """Fires from day 90 (info) and day 180 (warning) of a course above the target."""
    outside = adult_with_sle(case) or unrelated_order(case)
    if outside:
        return outside
    dose = case.once(dose_today)
    target = case.number("target_mg_per_day")
    known = dose.known
    facts: dict[str, Fact] = {
        "prednisone_equivalent_mg_per_day": known if isinstance(known, Known) else None
    }
    above = dose.daily.above(target, case.number("rounding_mg"))
    draft = first_order(case, GLUCOCORTICOID)
    concern = Concern(draft.reference if draft else "", "taper")
    if above is False:
        return Quiet("at-target" if dose.sources else "no-such-treatment", facts)
    spared = _SPARED.get(case.once(phase))
    if spared and (above or spared != "no-such-treatment"):
        return Quiet(spared, facts)
    if other_indication(case.call, dose.sources):
        return Quiet("other-indication", facts)
    untold = case.once(untold_induction)
    if above is None or untold:
        around = () if above or dose.gaps else (dose.sources[0].dose_gap("range-around-limit"),)
        return CannotTell(dose.gaps + around + untold, facts, concern)
    soon = round(case.number("planned_step_days"))
    step = planned_at_most(case.call, target, soon)
    if step is not None:
        return Quiet("target-planned", {**facts, "planned_on": step})
    present = case.once(course)
    if present is None:
        begun = tuple(Gap("treatment-start", "absent", t.label) for t in dose.sources)
        return CannotTell(dose.gaps + begun, facts, concern)
    days = present.days_on(case.today)
    facts |= {"course_start": present.start, "course_days": days}
    if days < case.number("info_after_days"):
        return Quiet("induction", facts)
    late = days >= case.number("warning_after_days")
    return Fires(
        "long-course" if late else "mid-course",
        slots={
            "dose": Quantity(dose.daily if not dose.gaps else dose.daily.low, "mg/d"),
            "since": present.start,
            "months": Quantity(days // 30, "mo"),
            "target": Quantity(target, "mg/d"),
            "aside": _aside(case),
        },
        facts=facts,
        concern=concern,
        proposals=taper_proposal(
            draft, dose, taper_within(case.call, dose.daily.low, target, soon)
        ),
        missing=dose.gaps,
    )


def _aside(case: Case) -> tuple[Term, ...]:
    """No step to the target, intakes the dose leaves out, drugs that raise the exposure."""
    as_needed = bool(case.once(dose_today).as_needed)
    raised = bool(case.picture.treatments.takes("med.cyp3a4.strong"))
    found = {"gc.none-within-90": True, "gc.as-needed": as_needed, "gc.cyp3a4": raised}
    return tuple(Term(name) for name, said in found.items() if said)
