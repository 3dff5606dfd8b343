"""Confirmed proteinuria of 0.5 g/g, or an unexplained loss of eGFR, without kidney biopsy.

Source: ACR 2024 statement 2, EULAR 2025 (nephritis) recommendation 1; between 0.25 and 0.5 g/g an
abstract only (ACR Convergence 2025), which supports a discussion and no more.
Not covered: whether a biopsy can be done; causes of the loss that are not on record.
"""

from cards.definitions.biopsy_reasons import CONCERN, Reason, lost_function, proteinuria
from cards.definitions.gates import adult_with_sle
from cards.definitions.kidney_biopsy import BIOPSY, biopsied_since, expected_course
from cards.definitions.nephritis_scope import own_kidneys
from cards.definitions.proteinuria import ill_on
from cards.definitions.requested import NEPHROLOGY, requested
from cds_service.model_api import (
    CannotTell,
    Case,
    Fires,
    Proposal,
    Quiet,
    RequestService,
    Unknown,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Warning on confirmed proteinuria; info on lost function or on 0.25-0.49 g/g with activity."""
    outside = adult_with_sle(case) or own_kidneys(case) or _not_now(case)
    if outside:
        return outside
    reason = proteinuria(case)
    if not isinstance(reason, Reason) or reason.wording != "proteinuria":
        reason = lost_function(case) or reason
    if not isinstance(reason, Reason):
        return reason
    done = biopsied_since(case.call, reason.onset)
    if done is True:
        return Quiet("biopsied", reason.facts)
    if reason.wording != "kidney" and expected_course(case.call):
        return Quiet("expected-course", reason.facts)
    if isinstance(done, Unknown):
        return CannotTell(done.gaps, reason.facts, CONCERN)
    if requested(case.call, (), NEPHROLOGY, since=reason.found):
        return Quiet("referred", reason.facts)
    review = Proposal("review", (RequestService("nephrology-review"),))
    return Fires(reason.wording, reason.slots, reason.facts, CONCERN, (review,))


def _not_now(case: Case) -> Quiet | None:
    if case.picture.problems.active("cond.diabetic-nephropathy"):
        return Quiet("diabetic-nephropathy")
    if ill_on(case.call, case.today):
        return Quiet("disturbed-now")
    return Quiet("requested") if requested(case.call, (BIOPSY,)) else None
