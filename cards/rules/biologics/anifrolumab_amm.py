"""Anifrolumab outside the terms of its marketing authorisation.

Source: EU label of February 2022. The label is not limited to cutaneous forms.
Not covered: hypersensitivity (allergy checks of the EHR).
"""

from cards.definitions.access import element, regulation_day, still_checked
from cards.definitions.anifrolumab import ANIFROLUMAB, form, order_of
from cards.definitions.anifrolumab_label import label_criteria, label_gaps
from cards.definitions.biologic_order import Form, not_for_access_rules
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
    outside = not_for_access_rules(case, order, ANIFROLUMAB)
    if outside:
        return outside
    drug = "anifrolumab-sc" if form(case.call, order) is Form.SC else "anifrolumab-iv"
    label = element(case.call, drug, "authorisation", regulation_day(case, order))
    if not label.yes:
        return Quiet("before-authorisation")
    criteria = case.once(label_criteria)
    facts: dict[str, Fact] = {f"criterion_{name}": met for name, met in criteria.items()}
    concern = Concern(order.reference, "anifrolumab-label")
    unmet = tuple(name for name, met in criteria.items() if met is False)
    gaps = case.once(label_gaps)
    if unmet:
        verdict = Fires(
            "criterion-not-met",
            slots={"criteria": tuple(Term(f"criterion.{name}") for name in unmet)},
            facts={**facts, "off_label": True},
            concern=concern,
            proposals=(Proposal("withdraw", (WithdrawDraft(order),)),),
            missing=gaps,
        )
        return still_checked(case, verdict, label)
    return CannotTell(gaps, facts, concern) if gaps else Quiet("within-label", facts)
