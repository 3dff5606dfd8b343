"""Obinutuzumab in lupus: its label in nephritis, and what is not known of its funding.

Source: EU approval at the end of 2025 (adult, active class III or IV with or without V, with
mycophenolate). No HAS opinion and no liste en sus found.
Not covered: hepatitis B before an anti-CD20 (hbv-before-bcell); the schedule of infusions.
"""

from cards.definitions.access import element, regulation_day, still_checked
from cards.definitions.biologic_order import not_for_access_rules, taken_before_signing
from cards.definitions.gates import with_sle
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

OBINUTUZUMAB = "med.obinutuzumab"
_DRUG = "obinutuzumab-ln"
_KIDNEY = {"cond.ln", "cond.ln.manifestation-only"}


def decide(case: Case) -> Verdict:
    """Warns outside the label; inside it, says what is known and unknown of access."""
    orders = case.picture.treatments.ordered(OBINUTUZUMAB)
    if not orders:
        return Quiet("no-such-order")
    order = orders[0]
    outside = with_sle(case) or not_for_access_rules(case, order, OBINUTUZUMAB)
    if outside:
        return outside
    day = regulation_day(case, order)
    label = element(case.call, _DRUG, "authorisation", day)
    if not label.yes:
        return Quiet("before-authorisation")
    names = ("has_opinion", "hospital_agreement", "liste_en_sus")
    texts = (label, *(element(case.call, _DRUG, name, day) for name in names))
    return still_checked(case, _judge(case, order), *texts)


def _judge(case: Case, order: Treatment) -> Verdict:
    state = case.once(nephritis)
    conditions: dict[str, bool | None] = {
        "adult": case.picture.person.at_least(18),
        "nephritis": _kidney(case, order),
        "class": state.proliferative if state.classes else None,
        "mycophenolate": case.picture.treatments.takes("med.mycophenolate"),
    }
    results_gap = case.picture.results.gap
    why = results_gap.why if results_gap else "absent"
    gaps: dict[str, tuple[Gap, ...]] = {
        "adult": (Gap("birth-date", "absent"),),
        "nephritis": state.gaps or (Gap("nephritis-state", "not-stated"),),
        "class": (Gap("ln-class", why),),
        "mycophenolate": case.picture.treatments.gaps,
    }
    if conditions["nephritis"] is False:
        conditions.pop("class")
    unmet = [name for name, met in conditions.items() if met is False]
    missing = tuple(gap for name, met in conditions.items() if met is None for gap in gaps[name])
    if "class" in unmet and state.pure_v:
        unmet[unmet.index("class")] = "pure-v"
    facts: dict[str, Fact] = {f"condition_{name}": met for name, met in conditions.items()}
    facts |= {"classes": "+".join(sorted(state.classes)), "off_label": bool(unmet)}
    concern = Concern(order.reference, "obinutuzumab-nephritis")
    if unmet:
        slots = {"conditions": tuple(Term(f"obinutuzumab-ln.{name}") for name in unmet)}
        return Fires("outside-label", slots, facts, concern, missing=missing)
    if missing:
        return CannotTell(tuple(dict.fromkeys(missing)), facts, concern)
    classes = Term("ln-class." + "+".join(sorted(state.classes)))
    return Fires("within-label", {"classes": classes}, facts, concern)


def _kidney(case: Case, order: Treatment) -> bool | None:
    """Whether it is for an active nephritis; a course under way keeps its reason."""
    if order.reasons & _KIDNEY:
        return True
    state = case.once(nephritis)
    if state.ever and taken_before_signing(case.call, OBINUTUZUMAB):
        return True
    return state.active
