"""Anifrolumab outside the terms of its marketing authorisation.

Source: EU label of February 2022. The label is not limited to cutaneous forms.
Not covered: hypersensitivity (allergy checks of the EHR).
"""

from cards.definitions.anifrolumab import not_for_access_rules, order_of
from cards.definitions.anifrolumab_label import label_criteria, label_gaps
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Proposal,
    Quiet,
    Term,
    Verdict,
    WithdrawDraft,
)


def decide(case: Case) -> Verdict:
    """Warns when a criterion is false; asks when one is unknown."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    outside = not_for_access_rules(case, order)
    if outside:
        return outside
    case.number("in_force", order.authored or case.today)
    criteria = case.once(label_criteria)
    facts: dict[str, Fact] = {f"criterion_{name}": met for name, met in criteria.items()}
    concern = Concern(order.reference, "anifrolumab-label")
    unmet = tuple(name for name, met in criteria.items() if met is False)
    if unmet:
        return Fires(
            "criterion-not-met",
            slots={"criteria": tuple(Term(f"criterion.{name}") for name in unmet)},
            facts=facts,
            concern=concern,
            proposals=(Proposal("withdraw", (WithdrawDraft(order),)),),
            missing=case.once(label_gaps),
        )
    gaps = case.once(label_gaps)
    return CannotTell(gaps, facts, concern) if gaps else Quiet("within-label", facts)
