"""A low hydroxychloroquine level in whole blood, on a dose that has not changed.

Source: published whole-blood thresholds (among them Cunha 2018). A low level is no proof: dose,
kidney, interactions. Serum and plasma hold half as much and are never read here.
Not covered: time of sampling, interactions.
"""

from datetime import timedelta

from cards.definitions.dialysis import on_dialysis
from cards.definitions.gates import adult_with_sle
from cards.definitions.hcq_exposure import dose_unchanged
from cards.definitions.hcq_level import latest_level
from cards.definitions.hydroxychloroquine import HCQ
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Unknown,
    Verdict,
)

_CONCERN = Concern("", "hydroxychloroquine-level")
_TABLE = "hydroxychloroquine"


def decide(case: Case) -> Verdict:
    """Warning below 200 ng/mL, info below 600; silent when the dose was not stable."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    taken = case.picture.treatments.takes(HCQ)
    if taken is None:
        return CannotTell(case.picture.treatments.gaps, concern=_CONCERN)
    if not taken:
        return Quiet("no-such-treatment")
    if on_dialysis(case.call):
        return Quiet("dialysis")
    since = case.today - timedelta(days=case.call.number(_TABLE, "level_days"))
    level = latest_level(case.call, since)
    if isinstance(level, Unknown):
        return CannotTell(level.gaps, concern=_CONCERN)
    return Quiet("no-level") if level is None else _judged(case, level)


def _judged(case: Case, level: Known[Amount]) -> Verdict:
    when = level.when or case.today
    facts: dict[str, Fact] = {"hcq_level_ng_per_ml": level}
    low, very_low = case.number("low_ng_per_ml"), case.number("very_low_ng_per_ml")
    below = level.value.below(low)
    if below is False:
        return Quiet("enough", facts)
    stable = dose_unchanged(
        case.call, when - timedelta(days=case.call.number(_TABLE, "stable_days"))
    )
    if stable is False:
        return Quiet("not-stable", facts)
    if stable is None:
        return CannotTell((Gap("hcq-dose-history", "not-stated"),), facts, _CONCERN)
    if below is None:
        return CannotTell((Gap("hcq-level", "only-bounds"),), facts, _CONCERN)
    worst = bool(level.value.below(very_low))
    return Fires(
        "very-low" if worst else "low",
        slots={
            "level": Quantity(level.value, "ng/mL", 0),
            "when": when,
            "limit": Quantity(very_low if worst else low, "ng/mL"),
        },
        facts=facts,
        concern=_CONCERN,
        proposals=(Proposal("level", (RequestService("hcq-level"),)),),
    )
