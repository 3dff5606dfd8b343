"""Pneumocystis prophylaxis when a high glucocorticoid dose is planned for four weeks.

Source: EULAR 2022 (above 15-30 mg/day for more than 2-4 weeks). Louder with cyclophosphamide or an
anti-CD20. Adults, every indication.
Not covered: lymphocyte count, G6PD deficiency.
"""

from datetime import timedelta

from cards.definitions.gc_exposure import Run, run_of
from cards.definitions.glucocorticoids import dose_today
from cards.definitions.steroid_scope import outside_steroid_safety, systemic_orders
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    DraftOrder,
    Fact,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    Term,
    Unknown,
    Verdict,
)

_PROPHYLAXIS = "med.pjp-prophylaxis"
_PARTNERS = (
    ("med.cyclophosphamide", "cyclophosphamide_days"),
    ("med.rituximab", "anti_cd20_days"),
    ("med.obinutuzumab", "anti_cd20_days"),
)


def decide(case: Case) -> Verdict:
    """Info for a glucocorticoid alone, warning when it is combined."""
    treatments = case.picture.treatments
    orders = [*systemic_orders(case), *(o for d, _ in _PARTNERS for o in treatments.ordered(d))]
    if not orders:
        return Quiet("no-such-order")
    outside = outside_steroid_safety(case)
    if outside:
        return outside
    protected = treatments.takes(_PROPHYLAXIS)
    if protected or _inhaled(case):
        return Quiet("prophylaxis")
    concern = Concern(orders[0].reference, "pneumocystis")
    known = case.once(dose_today).known
    facts: dict[str, Fact] = {
        "prednisone_equivalent_mg_per_day": known if isinstance(known, Known) else None
    }
    exposed = _exposed(case)
    if exposed is None:
        return Quiet("low-or-short", facts)
    if isinstance(exposed, Unknown) or protected is None:
        gaps = exposed.gaps if isinstance(exposed, Unknown) else ()
        return CannotTell(tuple(dict.fromkeys(gaps + treatments.gaps)), facts, concern)
    partner = _partner(case)
    return Fires(
        "combined" if partner else "steroid-alone",
        slots={
            "limit": Quantity(case.number("dose_mg_per_day"), "mg/d"),
            "length": Quantity(case.number("planned_days"), "d"),
            "since": exposed.start,
            "with": Term(partner or "pjp.alone"),
        },
        facts={**facts, "since": exposed.start, "combined_with": partner},
        concern=concern,
        proposals=(Proposal("prophylaxis", (DraftOrder(_PROPHYLAXIS),)),),
    )


def _inhaled(case: Case) -> bool:
    """Inhaled pentamidine protects although it does not reach the whole body."""
    return any(
        t.is_a(_PROPHYLAXIS) and t.running and (t.end is None or t.end >= case.today)
        for t in case.picture.treatments.after
    )


def _exposed(case: Case) -> Run | Unknown | None:
    """Days above the dose that reach into the future, past ones included."""
    limit, days = case.number("dose_mg_per_day"), case.number("planned_days")
    return run_of(
        case.call,
        lambda daily: daily.above(limit),
        lambda run: run.days >= days and (run.end is None or run.end >= case.today),
    )


def _partner(case: Case) -> str | None:
    """Cyclophosphamide or an anti-CD20, being ordered, running or given not long ago."""
    for drug, number in _PARTNERS:
        since = case.today - timedelta(days=case.number(number))
        for given in case.picture.treatments.of(drug):
            last = given.last_planned_day or given.end or given.start
            if given.running or (last is not None and last >= since and given.status != "on-hold"):
                return drug
    return None
