"""A calcineurin inhibitor with a strong CYP3A4 inhibitor.

Source: voclosporin label: contraindicated; tacrolimus label: levels rise sharply, lower the dose
and measure. Every age and indication; creams do not count.
Not covered: moderate inhibitors, inducers, grapefruit.
"""

from cards.definitions.interaction import Meeting, meeting, undecided
from cds_service.model_api import Case, Concern, Fires, Verdict

_STRONG = ("med.cyp3a4.strong",)


def decide(case: Case) -> Verdict:
    """Critical with voclosporin, warning with tacrolimus and ciclosporin."""
    contraindicated = meeting(case.call, ("med.voclosporin",), _STRONG)
    if isinstance(contraindicated, Meeting):
        return _fires("voclosporin", contraindicated)
    raised = meeting(case.call, ("med.tacrolimus", "med.ciclosporin"), _STRONG)
    if isinstance(raised, Meeting):
        return _fires("level", raised)
    return undecided(contraindicated, raised)


def _fires(wording: str, found: Meeting) -> Fires:
    return Fires(
        wording,
        slots=found.slots,
        facts={"drug": found.one.label, "partner": found.other.label},
        concern=Concern(found.draft.reference, "interaction"),
        proposals=found.withdrawals,
    )
