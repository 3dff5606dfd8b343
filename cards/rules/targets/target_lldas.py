"""Whether the patient is in low disease activity (LLDAS), shown while remission is not reached.

Source: LLDAS 2016. Keeps its own 7.5 mg/day; serology counts in the SLEDAI-2K.
Not covered: fever and vasculitis other than through the score; tolerance of the treatment;
pregnancy, which can mimic score items.
"""

from cards.definitions.component_slots import fact, three_valued, told
from cards.definitions.doris import doris, doris_in_force
from cards.definitions.gates import adult_with_sle
from cards.definitions.lldas import lldas
from cards.definitions.scores import never_scored
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Quantity,
    Quiet,
    Term,
    Verdict,
)

CONCERN = Concern("", "target")


def decide(case: Case) -> Verdict:
    """Says low activity or which components fail; silent once DORIS remission is reached."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    found = case.once(lldas)
    facts: dict[str, Fact] = {
        "category": three_valued(found.state),
        "sledai_2k": fact(found.sledai),
        "pga": fact(found.pga),
        "prednisone_equivalent_mg_per_day": fact(found.prednisone),
        **{
            f"{term.removeprefix('lldas.').replace('-', '_')}_met": part.met
            for term, part in found.components.items()
        },
    }
    if doris_in_force(case.call) and case.once(doris).state:
        return Quiet("doris-reached", facts)
    if case.once(never_scored):
        return Quiet("never-scored", facts)
    if found.state is None:
        return CannotTell(found.gaps, facts, CONCERN)
    failing = tuple(Term(name) for name, part in found.components.items() if part.met is False)
    return Fires(
        "reached" if found.state else "not-reached",
        slots={
            "day": case.today,
            "unmet": failing,
            "sledai": told(found.sledai, "score"),
            "pga": told(found.pga, "/3"),
            "dose": told(found.prednisone, "mg/d", dated=False),
            "sledai_limit": Quantity(case.call.number("lldas", "sledai_2k"), "score"),
            "pga_limit": Quantity(case.call.number("lldas", "pga"), "/3"),
            "dose_limit": Quantity(case.call.number("lldas", "prednisone_mg_per_day"), "mg/d"),
        },
        facts=facts,
        concern=CONCERN,
        missing=found.gaps,
    )
