"""A "cutaneous form" without an active lesion coded in the last three months.

Source: order of 20 September 2023 (liste en sus for cutaneous forms), HAS opinion of 2022. A
history or a scar does not count. Only where the list applies: hospital infusions.
Not covered: photographs and free text.
"""

from datetime import timedelta

from cards.definitions.access import regulation_day, still_checked
from cards.definitions.activity import skin
from cards.definitions.anifrolumab import ANIFROLUMAB, form, order_of
from cards.definitions.anifrolumab_access import regulation
from cards.definitions.biologic_order import Form, not_for_access_rules
from cards.definitions.measures import CLASI
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quiet,
    Unknown,
    Verdict,
)

_COMMUNITY = "community"


def decide(case: Case) -> Verdict:
    """Informs when no active lesion is coded and dated; asks when results are not all there."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    outside = not_for_access_rules(case, order, ANIFROLUMAB)
    if outside:
        return outside
    texts = regulation(case.call, regulation_day(case, order))
    elsewhere = _COMMUNITY in order.categories or form(case.call, order) is Form.SC
    if elsewhere or not texts.listed.yes:
        return Quiet("list-does-not-apply")
    found = case.once(skin)
    facts: dict[str, Fact] = {"cutaneous": found.active, "lesion_on": found.proven}
    if found.proven is not None:
        return Quiet("proven", facts)
    if found.active is False:
        return Quiet("no-cutaneous-form", facts)
    concern = Concern(order.reference, "anifrolumab-cutaneous-proof")
    gaps = (Gap("cutaneous-activity", "date-missing"),) if found.undated else _unread(case)
    if gaps:
        return CannotTell(gaps, facts, concern)
    listed = "old" if found.active else "past"
    wording = listed if found.ever else "none"
    return still_checked(case, Fires(wording, facts=facts, concern=concern), texts.listed)


def _unread(case: Case) -> tuple[Gap, ...]:
    """Why an active lesion may be on record and not seen."""
    results, problems = case.picture.results, case.picture.problems
    if results.gap is not None:
        return (Gap("cutaneous-activity", results.gap.why),)
    since = case.today - timedelta(days=round(case.call.number("activity", "statement_days")))
    clasi = results.latest(CLASI, since=since)
    unusable = results.unusable(CLASI)
    if isinstance(clasi, Unknown) and unusable:
        return clasi.gaps
    return problems.why_unknown("cond.cle", "cond.sle.rash")
