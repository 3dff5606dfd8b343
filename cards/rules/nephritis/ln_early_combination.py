"""New class III/IV nephritis treated with glucocorticoid and a single agent.

Source: EULAR 2025 (nephritis) recommendation 5, ACR 2024 statements 6-7, KDIGO 2024. They differ;
the card shows the three side by side and chooses none.
Not covered: why a combination was set aside.
"""

from cards.definitions.nephritis import Nephritis
from cards.definitions.nephritis_plan import CONCERN, agents, class_name, first_plan
from cards.definitions.proteinuria import in_trace, recent_upcr
from cds_service.model_api import CannotTell, Case, Fact, Fires, Known, Quiet, Term, Verdict


def decide(case: Case) -> Verdict:
    """Info at signing when the plan of a new active class III/IV holds one agent only."""
    state = first_plan(case)
    if not isinstance(state, Nephritis):
        return state
    if not state.proliferative:
        return Quiet("other-class", {"classes": class_name(state)})
    if state.active is None:
        return CannotTell(state.gaps, concern=CONCERN)
    planned = agents(case.call)
    upcr = case.once(recent_upcr)
    facts: dict[str, Fact] = {
        "classes": class_name(state),
        "agents": len(planned),
        "upcr_mg_per_g": in_trace(upcr) if isinstance(upcr, Known) else None,
    }
    if len(planned) > 1:
        return Quiet("combination", facts)
    if not case.picture.treatments.complete:
        return CannotTell(case.picture.treatments.gaps, facts, CONCERN)
    return Fires(
        "one-agent" if planned else "glucocorticoid-alone",
        slots={
            "agent": Term(planned[0] if planned else "med.systemic-glucocorticoid"),
            "classes": Term(f"ln-class.{class_name(state)}"),
        },
        facts=facts,
        concern=CONCERN,
    )
