"""Whether a treatment is given for something else than lupus."""

from collections.abc import Iterable

from cds_service.model_api import Call, Treatment

_LUPUS = {"cond.sle", "cond.ln", "cond.cle"}
_STEROID_DISEASES = ("cond.asthma", "cond.copd", "cond.gca", "cond.transplant")


def other_indication(call: Call, treatments: Iterable[Treatment]) -> bool:
    """Whether every glucocorticoid of the dose has, or may have, another indication.

    The reason on the order decides; without one, an active disease that is itself treated with
    systemic glucocorticoids (asthma, COPD, giant cell arteritis, transplant) does.
    """
    listed = bool(
        call.picture.problems.active(*_STEROID_DISEASES)
        or call.picture.acts.of("proc.kidney-transplant")
    )
    given = list(treatments)
    return bool(given) and all(_elsewhere(treatment, listed) for treatment in given)


def _elsewhere(treatment: Treatment, listed: bool) -> bool:
    if treatment.reasons:
        return treatment.reasons.isdisjoint(_LUPUS)
    return listed
