"""Whether hospital anifrolumab is billed on top of the stay (liste en sus), and why or why not.

Source: orders of 20 September 2023; HAS opinion of 7 December 2022. In force from that day; the
date of the order decides. "Not en sus" never means "not allowed": the hospital pays from the stay.
Not covered: community dispensing, the pen (status unknown), other countries.
"""

from cards.definitions.access import regulation_day, still_checked
from cards.definitions.activity import cutaneous_form
from cards.definitions.anifrolumab import ANIFROLUMAB, form, order_of
from cards.definitions.anifrolumab_access import Regulation, has_opinion, regulation
from cards.definitions.anifrolumab_label import label_criteria, label_gaps
from cards.definitions.anifrolumab_severity import severity
from cards.definitions.belimumab import Eligibility, belimumab
from cards.definitions.biologic_order import Form, not_for_access_rules
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
    outside = not_for_access_rules(case, order, ANIFROLUMAB)
    if outside:
        return outside
    if _COMMUNITY in order.categories:
        return Quiet("community")
    texts = regulation(case.call, regulation_day(case, order))
    if not texts.listed.yes:
        return Quiet("before-listing", {**texts.facts(), "category": "not-agreed"})
    if form(case.call, order) is Form.SC:
        return Quiet("pen", {"category": "unknown"})
    return still_checked(case, _judge(case, order, texts), texts.agreement, texts.listed)


def _judge(case: Case, order: Treatment, texts: Regulation) -> Verdict:
    eligibility, severe = case.once(belimumab), case.once(severity)
    cutaneous = cutaneous_form(case.call)
    off_label = False in case.once(label_criteria).values()
    facts: dict[str, Fact] = {
        **texts.facts(),
        "off_label": off_label,
        "belimumab": eligibility.eligibility.value,
        "cutaneous": cutaneous,
        "severe": bool(severe.organs) if severe.organs or not severe.gaps else None,
    }
    if off_label:
        return Quiet("outside-label", {**facts, "category": "not-agreed"})
    if severe.organs:
        # The same action as the rule on severe forms: they become one card.
        concern = Concern(order.reference, "anifrolumab-severe")
        return Fires("severe", facts={**facts, "category": "not-agreed"}, concern=concern)
    concern = Concern(order.reference, "anifrolumab-funding")
    gaps = _setting_gaps(case, order) + severe.gaps + case.once(label_gaps)
    if cutaneous is None:
        gaps += (Gap("cutaneous-activity", _why(case)),)
    elif cutaneous and eligibility.eligibility is Eligibility.UNKNOWN:
        gaps += eligibility.gaps
    if gaps:
        return CannotTell(tuple(dict.fromkeys(gaps)), {**facts, "category": "unknown"}, concern)
    first = eligibility.eligibility is Eligibility.ELIGIBLE
    facts |= has_opinion(case.call, texts.day, cutaneous=bool(cutaneous), after_belimumab=not first)
    if not cutaneous:
        wording, category = "not-cutaneous", "agreed-not-en-sus"
    elif first:
        wording, category = "belimumab-first", "agreed-not-en-sus"
    else:
        wording, category = "en-sus", "en-sus"
    return Fires(
        wording,
        slots={"because": Term(eligibility.because)},
        facts={**facts, "category": category},
        concern=concern,
    )


def _why(case: Case) -> str:
    gap = case.picture.results.gap
    return gap.why if gap else "absent"


def _setting_gaps(case: Case, order: Treatment) -> tuple[Gap, ...]:
    stay = case.picture.stay
    gaps = stay.gaps if isinstance(stay, Unknown) else ()
    if form(case.call, order) is Form.UNKNOWN:
        gaps += (Gap("route", "absent", order.label),)
    return gaps
