"""Adherence to hydroxychloroquine first, before a new immunosuppressant or biologic.

Source: EULAR 2025 (nephritis) recommendation 11, ACR 2024: check dose and adherence before calling
it a failure. Not when life or an organ is threatened.
Not covered: notes on adherence, questionnaires.
"""

from datetime import date, timedelta

from cards.definitions.escalation import ordered_for_lupus, renews
from cards.definitions.gates import adult_with_sle
from cards.definitions.hcq_exposure import exposure
from cards.definitions.hcq_level import latest_level
from cards.definitions.hydroxychloroquine import HCQ
from cards.definitions.life_threatening import life_threatening
from cards.definitions.requested import requested
from cds_service.model_api import (
    CannotTell,
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
    RequestService,
    Term,
    Treatment,
    Unknown,
    Verdict,
)

_LONG_AGO = date(1990, 1, 1)


def decide(case: Case) -> Verdict:
    """Info when no level of six months is on record, or when the last one was very low."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    orders = ordered_for_lupus(case.call)
    if not orders:
        return Quiet("no-such-order")
    since = case.today - timedelta(days=case.number("renewal_days"))
    new = [order for order in orders if not renews(case.call, order, since)]
    if not new:
        return Quiet("renewal")
    if life_threatening(case.call):
        return Quiet("life-threatening")
    concern = Concern(new[0].reference, "adherence")
    established = _established(case)
    if established is not None:
        return (
            established
            if isinstance(established, Quiet)
            else CannotTell(established.gaps, concern=concern)
        )
    return _judged(case, new[0], concern)


def _established(case: Case) -> Quiet | Unknown | None:
    """None when hydroxychloroquine has been taken long enough for a level to mean something."""
    treatments = case.picture.treatments
    taken = treatments.takes(HCQ)
    if taken is None:
        return Unknown(treatments.gaps)
    found = case.once(exposure)
    since = case.today - timedelta(days=case.number("exposure_days"))
    if not taken or (found.first is not None and found.first > since and not found.gaps):
        return Quiet("no-hydroxychloroquine")
    if found.first is None or found.first > since:
        return Unknown(found.gaps or (Gap("hcq-start", "absent"),))
    return None


def _judged(case: Case, order: Treatment, concern: Concern) -> Verdict:
    recent = case.today - timedelta(days=case.number("level_days"))
    level = latest_level(case.call, recent)
    if isinstance(level, Unknown):
        return CannotTell(level.gaps, concern=concern)
    facts: dict[str, Fact] = {}
    limit = case.number("very_low_ng_per_ml")
    if level is not None and level.value.below(limit) is False:
        return Quiet("level-known", {"hcq_level_ng_per_ml": level})
    if level is None:
        older = latest_level(case.call, _LONG_AGO)
        level = older if isinstance(older, Known) else None
    very_low = level is not None and bool(level.value.below(limit))
    if level is not None:
        facts["hcq_level_ng_per_ml"] = level
    if requested(case.call, ("obs.hcq.blood",)):
        return Quiet("requested", facts)
    return Fires(
        "very-low" if very_low else "no-level",
        slots={
            "drug": ChartText(order.label),
            "limit": Quantity(limit, "ng/mL"),
            "level": Term("eye.none")
            if level is None
            else (Quantity(level.value, "ng/mL", 0), level.when or case.today),
        },
        facts=facts,
        concern=concern,
        proposals=(Proposal("level", (RequestService("hcq-level"),)),),
    )
