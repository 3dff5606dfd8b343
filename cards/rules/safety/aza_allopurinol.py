"""Azathioprine or mercaptopurine together with allopurinol or febuxostat.

Source: azathioprine label: marrow failure with allopurinol, a quarter of the dose if unavoidable;
febuxostat not recommended. Every age and indication.
Not covered: azathioprine already cut to a quarter (an override with its reason).
"""

from cards.definitions.interaction import Meeting, meeting, undecided
from cds_service.model_api import Case, Concern, Fires, Verdict

_THIOPURINE = ("med.azathioprine", "med.mercaptopurine")
_XANTHINE_OXIDASE = ("med.xanthine-oxidase-inhibitor",)


def decide(case: Case) -> Verdict:
    """Critical when an order makes the two meet."""
    found = meeting(case.call, _THIOPURINE, _XANTHINE_OXIDASE)
    if not isinstance(found, Meeting):
        return undecided(found)
    return Fires(
        "febuxostat" if found.other.is_a("med.febuxostat") else "allopurinol",
        slots=found.slots,
        facts={"drug": found.one.label, "partner": found.other.label},
        concern=Concern(found.draft.reference, "interaction"),
        proposals=found.withdrawals,
    )
