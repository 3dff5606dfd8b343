"""Voclosporin: strong CYP3A4 inhibitors, kidney function, blood pressure, cyclophosphamide.

Source: EU label of 2022 and US label (eGFR of 45 or less, pressure above 165/105, cyclophosphamide,
strong CYP3A4 inhibitors). French availability and reimbursement are not known here.
Not covered: moderate inhibitors and inducers, potassium, QT.
"""

from datetime import timedelta

from cards.definitions.blood_pressure import pressures
from cards.definitions.interaction import Apart, Meeting, meeting, new_orders, undecided
from cards.definitions.kidney_function import latest_bounds
from cards.definitions.nephritis_scope import kidney_replaced
from cds_service.model_api import (
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Slot,
    Unknown,
    Verdict,
    WithdrawDraft,
)

_VOCLOSPORIN = ("med.voclosporin",)


def decide(case: Case) -> Verdict:
    """Critical with a strong CYP3A4 inhibitor; warning on kidney, pressure, cyclophosphamide."""
    inhibitor = meeting(case.call, _VOCLOSPORIN, ("med.cyp3a4.strong",))
    if isinstance(inhibitor, Meeting):
        return _interaction("cyp3a4", inhibitor)
    cytotoxic = meeting(case.call, _VOCLOSPORIN, ("med.cyclophosphamide",))
    if isinstance(cytotoxic, Meeting):
        return _interaction("cyclophosphamide", cytotoxic)
    if not new_orders(case.call, *_VOCLOSPORIN):
        return undecided(inhibitor, cytotoxic)
    if case.once(kidney_replaced):
        return Quiet("kidney-replaced")
    if case.picture.person.at_least(18) is False:
        return Quiet("minor")
    unseen = tuple(
        gap for apart in (inhibitor, cytotoxic) if isinstance(apart, Apart) for gap in apart.gaps
    )
    return _cautions(case, tuple(dict.fromkeys(unseen)))


def _cautions(case: Case, unseen: tuple[Gap, ...]) -> Verdict:
    order = new_orders(case.call, *_VOCLOSPORIN)[0]
    since = case.today - timedelta(days=round(case.number("recent_days")))
    rate, found = latest_bounds(case.call, since), pressures(case.call, since)
    facts: dict[str, Fact] = {}
    slots: dict[str, Slot] = {"drug": ChartText(order.label), "draft": ChartText(order.label)}
    cautions = []
    if isinstance(rate, Known):
        facts["egfr"] = Known(round(rate.value.low, 1), rate.unit, rate.when, rate.source)
        slots |= {"egfr": Quantity(rate.value, rate.unit, 0), "egfr_day": rate.when or case.today}
        if rate.value.above(case.number("egfr")) is not True:
            cautions.append("egfr")
    if not isinstance(found, Unknown):
        newest = found[0]
        slots |= {"pressure": ChartText(newest.written), "pressure_day": newest.when}
        if newest.above(case.number("systolic_mmhg"), case.number("diastolic_mmhg")):
            cautions.append("pressure")
    missing = tuple(g for item in (rate, found) if isinstance(item, Unknown) for g in item.gaps)
    if not cautions and _runs_already(case) and not (missing or unseen):
        return Quiet("renewal", facts)
    return Fires(
        "-and-".join(cautions) or "access",
        slots=slots,
        facts=facts,
        concern=Concern(order.reference, "voclosporin"),
        proposals=(Proposal("withdraw", (WithdrawDraft(order),)),) if cautions else (),
        missing=(*unseen, *missing),
    )


def _runs_already(case: Case) -> bool:
    taken = (t for t in case.picture.treatments.now if t.is_a(_VOCLOSPORIN[0]))
    return any(treatment.running for treatment in taken)


def _interaction(wording: str, found: Meeting) -> Fires:
    return Fires(
        wording,
        slots=found.slots,
        facts={"drug": found.one.label, "partner": found.other.label},
        concern=Concern(found.draft.reference, "interaction"),
        proposals=found.withdrawals,
    )
