"""A rule with a defect."""

from cds_service.model_api import Case, Verdict


def decide(case: Case) -> Verdict:
    """Raise, whatever comes."""
    raise ZeroDivisionError(case.picture.patient_reference)
