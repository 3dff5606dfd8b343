"""New class III/IV nephritis treated with glucocorticoid and a single agent.

Source: EULAR 2025 (nephritis) recommendation 5, ACR 2024 statements 6-7, KDIGO 2024. They differ;
the card shows the three side by side and chooses none.
Not covered: why a combination was set aside.
"""

from datetime import timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.measures import UPCR
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_treatment import treatment_start
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Quiet,
    Term,
    Verdict,
)

_AGENTS = (
    "med.mycophenolate",
    "med.cyclophosphamide",
    "med.azathioprine",
    "med.calcineurin-inhibitor",
    "med.belimumab",
    "med.anti-cd20",
)
_ORDERS = (*_AGENTS, "med.systemic-glucocorticoid")


def decide(case: Case) -> Verdict:
    """Info at signing when the plan of a new active class III/IV holds one agent only."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    treatments = case.picture.treatments
    orders = [order for drug in _ORDERS for order in treatments.ordered(drug)]
    if not orders:
        return Quiet("no-such-order")
    state = case.once(nephritis)
    concern = Concern("", "nephritis-plan")
    if state.ever is None:
        return CannotTell(state.gaps, concern=concern)
    if not state.ever or state.active is False:
        return Quiet("no-nephritis")
    if not state.classes:
        return CannotTell((Gap("ln-class", "absent"), *state.gaps), concern=concern)
    if not state.proliferative:
        return Quiet("other-class", {"classes": "+".join(sorted(state.classes))})
    if state.active is None:
        return CannotTell(state.gaps, concern=concern)
    began = case.once(treatment_start)
    limit = timedelta(days=round(case.number("new_days")))
    if began is not None and began < case.today - limit:
        return Quiet("not-new", {"treatment_start": began})
    agents = [agent for agent in _AGENTS if treatments.running(agent)]
    facts: dict[str, Fact] = {
        "classes": "+".join(sorted(state.classes)),
        "agents": len(agents),
        "upcr_mg_per_g": _upcr(case),
    }
    if len(agents) > 1:
        return Quiet("combination", facts)
    if not treatments.complete:
        return CannotTell(treatments.gaps, facts, concern)
    return Fires(
        "one-agent" if agents else "glucocorticoid-alone",
        slots={
            "agent": Term(agents[0] if agents else "med.systemic-glucocorticoid"),
            "classes": Term("ln-class." + "+".join(sorted(state.classes))),
        },
        facts=facts,
        concern=concern,
    )


def _upcr(case: Case) -> Known[float] | None:
    found = case.picture.results.latest(UPCR)
    if not isinstance(found, Known):
        return None
    return Known(round(found.value.high, 1), "mg/g", found.when, found.source)
