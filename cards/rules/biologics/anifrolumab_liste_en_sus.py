"""Whether hospital anifrolumab is billed on top of the stay (liste en sus), and why or why not.

Source: orders of 20 September 2023; HAS opinion of 7 December 2022. In force from that day; the
date of the order decides. "Not en sus" never means "not allowed": the hospital pays from the stay.
Not covered: community dispensing, the pen (status unknown), other countries.
"""

from cards.definitions.activity import cutaneous_form, severe_cns
from cards.definitions.anifrolumab import Form, form, not_for_access_rules, order_of
from cards.definitions.anifrolumab_label import label_criteria, label_gaps
from cards.definitions.belimumab import Eligibility, belimumab
from cards.definitions.nephritis import nephritis, possibly_severe
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
    Unknown,
    Verdict,
)

_COMMUNITY = "community"


def decide(case: Case) -> Verdict:
    """The five rows of the funding table; anything unknown is asked for."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    outside = not_for_access_rules(case, order)
    if outside:
        return outside
    if _COMMUNITY in order.categories:
        return Quiet("community")
    if form(order) is Form.SC:
        return Quiet("pen")
    case.number("in_force", order.authored or case.today)
    eligibility = case.once(belimumab)
    facts: dict[str, Fact] = {
        "belimumab": eligibility.eligibility.value,
        "cutaneous": cutaneous_form(case.call),
        "nephritis_severe": case.once(nephritis).severe,
    }
    concern = Concern(order.reference, "anifrolumab-funding")
    if False in case.once(label_criteria).values():
        return Quiet("outside-label", {**facts, "category": "not-agreed"})
    if case.once(nephritis).severe or severe_cns(case.call):
        return Fires("severe", facts={**facts, "category": "not-agreed"}, concern=concern)
    gaps = _setting_gaps(case, order) + _severity_gaps(case) + case.once(label_gaps)
    if facts["cutaneous"] is None:
        gaps += (Gap("cutaneous-activity", _why(case)),)
    elif facts["cutaneous"] and eligibility.eligibility is Eligibility.UNKNOWN:
        gaps += eligibility.gaps
    if gaps:
        return CannotTell(tuple(dict.fromkeys(gaps)), {**facts, "category": "unknown"}, concern)
    return _row(eligibility.eligibility, eligibility.because, facts, concern)


def _row(eligibility: Eligibility, because: str, facts: dict[str, Fact], concern: Concern) -> Fires:
    if not facts["cutaneous"]:
        wording, category = "not-cutaneous", "agreed-not-en-sus"
    elif eligibility is Eligibility.ELIGIBLE:
        wording, category = "belimumab-first", "agreed-not-en-sus"
    else:
        wording, category = "en-sus", "en-sus"
    return Fires(
        wording,
        slots={"because": Term(because)},
        facts={**facts, "category": category},
        concern=concern,
    )


def _why(case: Case) -> str:
    gap = case.picture.results.gap
    return gap.why if gap else "absent"


def _setting_gaps(case: Case, order: Treatment) -> tuple[Gap, ...]:
    stay = case.picture.stay
    gaps = stay.gaps if isinstance(stay, Unknown) else ()
    if form(order) is Form.UNKNOWN:
        gaps += (Gap("route", "absent", order.label),)
    return gaps


def _severity_gaps(case: Case) -> tuple[Gap, ...]:
    state = case.once(nephritis)
    gaps: tuple[Gap, ...] = state.gaps if state.active is None else ()
    if case.once(possibly_severe):
        gaps += (Gap("ln-severe-active", "to-be-stated"),)
    if severe_cns(case.call) is None:
        listed = case.picture.problems.why_unknown("cond.npsle")
        gaps += listed or (Gap("cns-severe-active", "to-be-stated"),)
    return gaps
