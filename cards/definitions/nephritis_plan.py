"""The first treatment plan of a nephritis, as it stands once the drafts of the call are signed.

A plan counts as first for three months from the first nephritis drug; renewals of an older
treatment are no new choice.
"""

from datetime import timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.nephritis import Nephritis, nephritis
from cards.definitions.nephritis_scope import own_kidneys
from cards.definitions.nephritis_treatment import NEPHRITIS_DRUGS, treatment_start
from cds_service.model_api import Call, CannotTell, Case, Concern, Gap, Quiet, Verdict

CONCERN = Concern("", "nephritis-plan")
_ORDERS = (*NEPHRITIS_DRUGS, "med.systemic-glucocorticoid")


def first_plan(case: Case) -> Nephritis | Verdict:
    """The active nephritis of known class whose first treatment is being signed, or why not."""
    outside = adult_with_sle(case) or own_kidneys(case)
    if outside:
        return outside
    if not any(case.picture.treatments.ordered(drug) for drug in _ORDERS):
        return Quiet("no-such-order")
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=CONCERN)
    if not state.ever or state.active is False:
        return Quiet("no-nephritis")
    began = case.once(treatment_start)
    limit = timedelta(days=round(case.call.number("nephritis-treatment", "first_plan_days")))
    if began is not None and began < case.today - limit:
        return Quiet("not-new", {"treatment_start": began})
    if not state.classes:
        results_gap = case.picture.results.gap
        why = results_gap.why if results_gap else "absent"
        return CannotTell((Gap("ln-class", why), *state.gaps), concern=CONCERN)
    return state


def agents(call: Call) -> tuple[str, ...]:
    """The kinds of nephritis drug taken or being ordered, glucocorticoids left out."""
    return tuple(drug for drug in NEPHRITIS_DRUGS if call.picture.treatments.running(drug))


def class_name(state: Nephritis) -> str:
    """The class as written in the glossary, `III+V`."""
    return "+".join(sorted(state.classes))
