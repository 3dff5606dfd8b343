"""Belimumab in lupus nephritis outside what HAS favoured and what is reimbursed.

Source: HAS opinion of 2022 (adult, active class III or IV with or without V, with glucocorticoid
and immunosuppressant; unfavourable in pure class V); order of 13 July 2022 for the pen.
Not covered: which indication of the infusion is on the liste en sus (not seen).
"""

from cards.definitions.access import Element, element, regulation_day, still_checked
from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.belimumab_order import for_nephritis, form, order_of
from cards.definitions.biologic_order import Form, not_for_access_rules
from cards.definitions.nephritis import nephritis
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quiet,
    Term,
    Treatment,
    Verdict,
)

_DRUG = "belimumab-ln"
_COMPANIONS = {
    "glucocorticoid": "med.systemic-glucocorticoid",
    "immunosuppressant": "med.immunosuppressant",
}


def decide(case: Case) -> Verdict:
    """Warns when a condition of the opinion is not met; asks when one is not known."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    outside = not_for_access_rules(case, order, BELIMUMAB)
    if outside:
        return outside
    texts = _texts(case, order)
    if texts is None:
        return Quiet("before-opinion")
    kidney = for_nephritis(case.call, order)
    concern = Concern(order.reference, "belimumab-nephritis")
    if kidney is None:
        return CannotTell(case.once(nephritis).gaps, concern=concern)
    if not kidney:
        return Quiet("not-for-nephritis")
    return still_checked(case, _judge(case, concern), *texts)


def _texts(case: Case, order: Treatment) -> tuple[Element, ...] | None:
    """The opinion, and for the pen its reimbursement; None when they were not in force yet."""
    day = regulation_day(case, order)
    texts = [element(case.call, _DRUG, "has_opinion", day)]
    if form(case.call, order) is Form.SC:
        texts.append(element(case.call, _DRUG, "community_reimbursement_sc", day))
    return tuple(texts) if all(text.yes for text in texts) else None


def _judge(case: Case, concern: Concern) -> Verdict:
    state, treatments = case.once(nephritis), case.picture.treatments
    conditions: dict[str, bool | None] = {
        "adult": case.picture.person.at_least(18),
        "class": state.proliferative if state.classes else None,
        **{name: treatments.takes(group) for name, group in _COMPANIONS.items()},
    }
    facts: dict[str, Fact] = {f"condition_{name}": met for name, met in conditions.items()}
    facts["classes"] = "+".join(sorted(state.classes))
    gaps: dict[str, tuple[Gap, ...]] = {
        "adult": (Gap("birth-date", "absent"),),
        "class": (Gap("ln-class", _why(case)),),
        "glucocorticoid": treatments.gaps,
        "immunosuppressant": treatments.gaps,
    }
    unknown = [name for name, met in conditions.items() if met is None]
    missing = tuple(dict.fromkeys(gap for name in unknown for gap in gaps[name]))
    unmet = [name for name, met in conditions.items() if met is False]
    if not unmet:
        return CannotTell(missing, facts, concern) if missing else Quiet("within-opinion", facts)
    if "class" in unmet and state.pure_v:
        unmet[unmet.index("class")] = "pure-v"
    return Fires(
        "pure-v" if unmet == ["pure-v"] else "outside",
        slots={"conditions": tuple(Term(f"belimumab-ln.{name}") for name in unmet)},
        facts=facts,
        concern=concern,
        missing=missing,
    )


def _why(case: Case) -> str:
    gap = case.picture.results.gap
    return gap.why if gap else "absent"
