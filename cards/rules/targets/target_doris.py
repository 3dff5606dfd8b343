"""Whether the patient is in DORIS remission today, each component shown.

Source: DORIS 2021 (clinical SLEDAI 0, physician assessment < 0.5, prednisone at most 5 mg/day).
Not covered: whether an immunosuppressant is stable; how long remission has lasted; pregnancy,
which can mimic score items.
"""

from cards.definitions.component_slots import fact, three_valued, told
from cards.definitions.doris import Doris, doris
from cards.definitions.gates import adult_with_sle
from cards.definitions.scores import never_scored
from cds_service.model_api import CannotTell, Case, Concern, Fact, Fires, Quantity, Quiet, Verdict

CONCERN = Concern("", "target")


def decide(case: Case) -> Verdict:
    """Says remission or which component is missing; cannot tell while none fails and one lacks."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    found = case.once(doris)
    facts: dict[str, Fact] = {
        "category": three_valued(found.state),
        "clinical_sledai": fact(found.clinical_sledai),
        "clinical_sledai_met": found.clinical_sledai.met,
        "pga": fact(found.pga),
        "pga_met": found.pga.met,
        "prednisone_equivalent_mg_per_day": fact(found.prednisone),
        "prednisone_met": found.prednisone.met,
    }
    if case.once(never_scored):
        return Quiet("never-scored", facts)
    if found.state is None:
        return CannotTell(found.gaps, facts, CONCERN)
    return Fires(
        _wording(found),
        slots={
            "day": case.today,
            "sledai": told(found.clinical_sledai, "score"),
            "pga": told(found.pga, "/3"),
            "dose": told(found.prednisone, "mg/d", dated=False),
            "pga_limit": Quantity(case.call.number("doris", "pga"), "/3"),
            "dose_limit": Quantity(case.call.number("doris", "prednisone_mg_per_day"), "mg/d"),
        },
        facts=facts,
        concern=CONCERN,
        missing=found.gaps,
    )


def _wording(found: Doris) -> str:
    """The first component that fails gives the summary."""
    if found.state:
        return "remission"
    if found.clinical_sledai.met is False:
        return "activity"
    if found.pga.met is False:
        return "physician"
    return "pulse" if found.prednisone.by else "dose"
