"""Anifrolumab ordered without recombinant zoster vaccine on record.

Source: anifrolumab label (zoster), HAS 29 February 2024: recombinant vaccine from 18 when
immunosuppressed or at raised risk. Adults.
Not covered: number of doses, recent zoster.
"""

from cards.definitions.basics import vaccinated
from cards.definitions.gates import adult
from cards.definitions.interaction import new_orders
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RecommendVaccine,
    Verdict,
)

_ZOSTER = "vac.zoster-recombinant"


def decide(case: Case) -> Verdict:
    """Info when no dose is on record and none is being ordered."""
    orders = new_orders(case.call, "med.anifrolumab")
    if not orders:
        return Quiet("no-such-order")
    concern = Concern(orders[0].reference, "zoster-vaccine")
    outside = adult(case)
    if outside:
        return outside
    item = vaccinated(case.call, "zoster", _ZOSTER, _ZOSTER)
    if item.lacking is False:
        return Quiet("vaccinated")
    unstated = case.picture.immunizations.of("vac.zoster.unspecified")
    if unstated:
        return CannotTell(
            (Gap("vaccine-kind", "to-be-stated", unstated[0].label),), concern=concern
        )
    if item.lacking is None:
        return CannotTell(item.gaps, concern=concern)
    return Fires(
        "none",
        slots={"drug": ChartText(orders[0].label)},
        concern=concern,
        proposals=(Proposal("vaccine", (RecommendVaccine(_ZOSTER),)),),
    )
