"""A rule that is only observed."""

from cds_service.model_api import Case, Fires, Verdict


def decide(case: Case) -> Verdict:
    """Always fire, critically; nobody must see it."""
    return Fires("seen", facts={"day": case.today})
