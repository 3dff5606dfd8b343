"""Trimethoprim or co-trimoxazole with methotrexate, azathioprine or mycophenolate.

Source: both labels: contraindicated with methotrexate, also just after its end, even as
prophylaxis; cytopenias with azathioprine and mycophenolate. Every age and indication.
Not covered: eye drops, sulfonamide allergy.
"""

from cards.definitions.interaction import Meeting, meeting, undecided
from cds_service.model_api import (
    Case,
    Concern,
    Fires,
    Gap,
    Quantity,
    Slot,
    Verdict,
)

_METHOTREXATE = ("med.methotrexate",)
_CYTOPENIC = ("med.azathioprine", "med.mycophenolate")


def decide(case: Case) -> Verdict:
    """Critical with methotrexate, running or stopped a short while ago; warning with the others."""
    window = round(case.number("days_after_methotrexate"))
    deadly = meeting(case.call, _METHOTREXATE, ("med.trimethoprim",), ones_days_after=window)
    if isinstance(deadly, Meeting):
        return _fires(case, deadly)
    cytopenic = meeting(case.call, _CYTOPENIC, ("med.cotrimoxazole",))
    if isinstance(cytopenic, Meeting):
        return _fires(case, cytopenic, deadly.gaps if deadly else ())
    return undecided(deadly, cytopenic)


def _fires(case: Case, found: Meeting, missing: tuple[Gap, ...] = ()) -> Fires:
    last = found.one.end
    slots: dict[str, Slot] = dict(found.slots)
    wording = "methotrexate" if found.one.is_a("med.methotrexate") else "cytopenia"
    if wording == "methotrexate" and last is not None and last < case.today:
        wording = "methotrexate-stopped"
        slots |= {"stopped": last, "window": Quantity(case.number("days_after_methotrexate"), "d")}
    return Fires(
        wording,
        slots=slots,
        facts={"drug": found.one.label, "partner": found.other.label, "drug_ended": last},
        concern=Concern(found.draft.reference, "interaction"),
        proposals=found.withdrawals,
        missing=missing,
    )
