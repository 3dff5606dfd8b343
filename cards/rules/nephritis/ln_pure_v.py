"""A first treatment of pure class V nephritis: three positions side by side.

Source: ACR 2024 statement 9, KDIGO 2024, EULAR 2025 (nephritis), HAS 2022 on belimumab.
Not covered: which treatment to choose.
"""

from cards.definitions.nephritis import Nephritis
from cards.definitions.nephritis_plan import CONCERN, agents, class_name, first_plan
from cards.definitions.proteinuria import in_trace, recent_upcr, shown
from cds_service.model_api import (
    CannotTell,
    Case,
    Fact,
    Fires,
    Known,
    Quiet,
    Slot,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Info at signing; names the ratio when there is one, since the positions depend on it."""
    state = first_plan(case)
    if not isinstance(state, Nephritis):
        return state
    if not state.pure_v:
        return Quiet("other-class", {"classes": class_name(state)})
    if state.active is None:
        return CannotTell(state.gaps, concern=CONCERN)
    upcr = case.once(recent_upcr)
    facts: dict[str, Fact] = {"classes": "V", "agents": len(agents(case.call))}
    if not isinstance(upcr, Known):
        return Fires("no-upcr", {}, facts, CONCERN, missing=upcr.gaps)
    facts["upcr_mg_per_g"] = in_trace(upcr)
    slots: dict[str, Slot] = {
        "upcr": shown(upcr.value),
        "day": upcr.when or case.today,
    }
    return Fires("positions", slots, facts, CONCERN)
