"""Low disease activity missed at two visits at least 90 days apart, and treatment unchanged.

Source: treat-to-target (EULAR 2023; expert slides). The 90 days await local validation.
Not covered: changes of hydroxychloroquine or of adherence; reasons discussed and not recorded.
"""

from datetime import timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.lldas import lldas_on
from cards.definitions.scores import score_days
from cards.definitions.treatment_changes import treatment_changed
from cards.definitions.visits import assessed_days
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fires,
    Gap,
    Quantity,
    Quiet,
    Term,
    Verdict,
)

CONCERN = Concern("", "inertia")


def decide(case: Case) -> Verdict:
    """Info when the target is missed twice without any change in between."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    recent = case.today - timedelta(days=score_days(case.call))
    visits = assessed_days(case.call)
    apart = timedelta(days=round(case.number("apart_days")))
    earlier = [day for day in visits if visits[0] - day >= apart]
    if not earlier or visits[0] < recent:
        gap = case.picture.results.gap
        return CannotTell((gap,), concern=CONCERN) if gap else Quiet("no-two-visits")
    latest, first = visits[0], earlier[0]
    between = [lldas_on(case.call, day) for day in visits if first <= day <= latest]
    if any(found.state for found in between):
        return Quiet("low-activity-reached")
    undecided = [found for found in (between[0], between[-1]) if found.state is None]
    if undecided:
        gaps = tuple(dict.fromkeys(gap for found in undecided for gap in found.gaps))
        return CannotTell(gaps, concern=CONCERN)
    changed, unread = treatment_changed(case.call, first)
    facts = {"first_visit": first, "latest_visit": latest, "treatment_changed": changed}
    if changed:
        return Quiet("treatment-changed", facts)
    if changed is None:
        return CannotTell(unread or (Gap("dose", "only-bounds"),), facts, CONCERN)
    failing = tuple(Term(name) for name, part in between[0].components.items() if part.met is False)
    return Fires(
        "unchanged",
        slots={
            "first": first,
            "latest": latest,
            "failing": failing,
            "apart": Quantity(case.number("apart_days"), "d"),
        },
        facts=facts,
        concern=CONCERN,
    )
