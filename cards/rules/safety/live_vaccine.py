"""A live vaccine ordered for a patient whose treatment suppresses immunity.

Source: Vaccination Info Service: contraindicated on immunosuppressants and biologics and 3 months
after (6 after an anti-CD20), on 10 mg of prednisone or more for over 2 weeks, within 3 months of a
pulse. Every age. The recombinant zoster vaccine is not live.
Not covered: immune deficiencies, pregnancy, immunoglobulins, chemotherapy.
"""

from cards.definitions.immunosuppression import Barrier, live_vaccine_barrier
from cards.definitions.naming import named
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Vaccine,
    Verdict,
    WithdrawDraft,
)

_TABLE = "immunosuppression"


def decide(case: Case) -> Verdict:
    """Critical when the vaccine is live; cannot tell when its kind or the treatment is unknown."""
    ordered = case.picture.vaccines_ordered
    live = tuple(vaccine for vaccine in ordered if "vac.live" in vaccine.concepts)
    unstated = tuple(v for v in ordered if "vac.zoster.unspecified" in v.concepts)
    if not live and not unstated:
        return Quiet("not-live" if ordered else "no-such-order")
    found = live_vaccine_barrier(case.call)
    vaccine = (live or unstated)[0]
    concern = Concern(vaccine.reference, "live-vaccine")
    if isinstance(found, Barrier) and live:
        return _fires(case, live, found, concern)
    if not isinstance(found, Barrier) and not found:
        return Quiet("no-immunosuppression")
    kind = () if live else (Gap("vaccine-kind", "to-be-stated", vaccine.label),)
    return CannotTell(kind + (() if isinstance(found, Barrier) else found), concern=concern)


def _fires(case: Case, live: tuple[Vaccine, ...], found: Barrier, concern: Concern) -> Fires:
    number = case.call.number
    slots: dict[str, Slot] = {
        "vaccine": tuple(dict.fromkeys(named(one.label, _kind(one)) for one in live)),
        "drug": ChartText(found.drug.label if found.drug else ""),
        "months": Quantity(found.months, "mo"),
        "days": Quantity(number(_TABLE, "prednisone_days"), "d"),
        "limit": Quantity(number(_TABLE, "prednisone_mg_per_day"), "mg/d"),
        "stopped": found.last or case.today,
    }
    facts: dict[str, Fact] = {"because": found.kind.value}
    if found.dose is not None:
        slots["dose"] = Quantity(found.dose, "mg/d")
        facts["prednisone_equivalent_mg_per_day"] = found.dose.low
    return Fires(
        found.kind.value,
        slots=slots,
        facts=facts,
        concern=concern,
        proposals=_withdrawals(case, live),
    )


def _kind(vaccine: Vaccine) -> str:
    kinds = sorted(name for name in vaccine.concepts if name.startswith("vac.live."))
    return kinds[0] if kinds else "named.vaccine"


def _withdrawals(case: Case, live: tuple[Vaccine, ...]) -> tuple[Proposal, ...]:
    """A vaccine that is only recommended is no order that could be taken back."""
    references = {vaccine.reference for vaccine in live}
    drafts = [d for d in case.picture.treatments.drafts if d.reference in references]
    acts = tuple(WithdrawDraft(draft) for draft in drafts)
    return (Proposal("withdraw", acts),) if acts else ()
