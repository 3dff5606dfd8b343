"""Whom a rule is for: adults with systemic lupus, not in palliative care, not in a trial arm."""

from cds_service.model_api import Call, CannotTell, Case, Gap, Quiet, Treatment

SLE = "cond.sle"
LUPUS_DRUGS = (
    "med.systemic-glucocorticoid",
    "med.antimalarial",
    "med.immunosuppressant",
    "med.biologic",
)


def adult_with_sle(case: Case) -> Quiet | CannotTell | None:
    """Why an adult lupus rule does not apply, or None when it does.

    Source: population gates G-SLE and G-ADULT. Drug-induced (M32.0) and isolated cutaneous lupus
    are not systemic lupus.
    """
    return case.once(_without_sle) or case.once(_not_adult)


def with_sle(case: Case) -> Quiet | CannotTell | None:
    """Why a lupus rule does not apply for want of systemic lupus."""
    return case.once(_without_sle)


def adult(case: Case) -> Quiet | CannotTell | None:
    """Why an adult rule does not apply for want of age."""
    return case.once(_not_adult)


def _without_sle(call: Call) -> Quiet | CannotTell | None:
    problems = call.picture.problems
    has = problems.has(SLE)
    if has is False:
        return Quiet("not-sle")
    if has is None:
        return CannotTell(problems.why_unknown(SLE))
    if problems.active("cond.end-of-life"):
        return Quiet("end-of-life")
    return None


def _not_adult(call: Call) -> Quiet | CannotTell | None:
    grown_up = call.picture.person.at_least(18)
    if grown_up is False:
        return Quiet("minor")
    if grown_up is None:
        return CannotTell((Gap("birth-date", "absent"),))
    return None


def orders_lupus_drug(call: Call) -> bool:
    """Whether one of the drafts of the call is a drug used in lupus."""
    return any(call.picture.treatments.ordered(drug) for drug in LUPUS_DRUGS)


def unrelated_order(case: Case) -> Quiet | None:
    """Keeps a patient-level advice away from orders that have nothing to do with it."""
    if case.hook == "patient-view" or case.once(orders_lupus_drug):
        return None
    return Quiet("no-such-order")


def first_order(case: Case, concept: str) -> Treatment | None:
    """The first draft of the call that orders a concept."""
    ordered = case.picture.treatments.ordered(concept)
    return ordered[0] if ordered else None
