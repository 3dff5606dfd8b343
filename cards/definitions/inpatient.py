"""Whether the patient is in a hospital stay, where daily tests are a matter of course."""

from cds_service.model_api import HOSPITAL, Call, Known


def inpatient(call: Call) -> bool:
    """Whether the present stay is a full hospital stay; a day hospital is none."""
    stay = call.picture.stay
    return isinstance(stay, Known) and stay.value == HOSPITAL
