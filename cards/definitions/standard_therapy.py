"""The standard therapy of lupus that the labels of the biologics refer to."""

from cds_service.model_api import Call, any_true

_GROUPS = ("med.antimalarial", "med.systemic-glucocorticoid", "med.immunosuppressant")


def standard_therapy(call: Call) -> bool | None:
    """Whether hydroxychloroquine, a glucocorticoid or an immunosuppressant is taken."""
    return any_true(call.picture.treatments.takes(group) for group in _GROUPS)
