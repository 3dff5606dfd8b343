"""Why a drug that is not taken is not to be proposed: held, refused, not tolerated."""

from cds_service.model_api import Call

_RULED_OUT = {"contraindication", "patient-choice"}
_NOT_TOLERATED = {"intolerance"}


def held_or_refused(call: Call, concept: str) -> str | None:
    """A reason that holds for a whole group of drugs, None when the record has none."""
    past = call.picture.treatments.of(concept)
    if any(treatment.stop_reasons & _RULED_OUT for treatment in past):
        return "stopped-for-a-reason"
    return "on-hold" if any(treatment.status == "on-hold" for treatment in past) else None


def not_tolerated(call: Call, concept: str) -> bool:
    """Whether a drug of this kind was not tolerated; another kind may be."""
    past = call.picture.treatments.of(concept)
    return bool(call.picture.allergies.of(concept)) or any(
        treatment.stop_reasons & _NOT_TOLERATED for treatment in past
    )
