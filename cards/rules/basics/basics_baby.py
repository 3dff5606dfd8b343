"""BASICs, baby: contraception or pregnancy plan not noted within a year.

Source: BASICs (PNDS 2024): contraception, fertility, pregnancy. Adult women with systemic lupus who
may become pregnant.
Not covered: fertility in men, what was said but not recorded.
"""

from cards.definitions.basics import BASICS, Item, judge, outside_basics
from cards.definitions.childbearing import (
    can_bear_children,
    effective_contraception,
    pregnancy,
    pregnancy_wish,
)
from cards.definitions.requested import requested
from cds_service.model_api import CannotTell, Case, Gap, Quiet, RequestService, Verdict

_WORDS = ("contraception", "projet de grossesse", "pregnancy plan", "preconception")


def decide(case: Case) -> Verdict:
    """Info when neither contraception nor a plan was noted."""
    outside = outside_basics(case)
    if outside:
        return outside
    possible = case.once(can_bear_children)
    if possible is False:
        return Quiet("not-of-childbearing-potential")
    if possible is None:
        return CannotTell((Gap("sex", "absent"),), concern=BASICS)
    if case.once(pregnancy).pregnant:
        return Quiet("pregnant")
    offer = RequestService("contraception-visit")
    picture = case.picture
    gaps = (picture.problems.gap, picture.results.gap, *picture.treatments.gaps)
    missing = tuple(gap for gap in gaps if gap)
    if _noted(case):
        return judge((Item("contraception", False, offer),))
    return judge((Item("contraception", None if missing else True, offer, missing),))


def _noted(case: Case) -> bool:
    if case.once(effective_contraception) is not None:
        return True
    return pregnancy_wish(case.call) is not None or requested(case.call, (), _WORDS)
