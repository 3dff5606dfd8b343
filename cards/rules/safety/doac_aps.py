"""A direct oral anticoagulant ordered in antiphospholipid syndrome.

Source: ANSM letter of 24 May 2019: not recommended, above all when triple positive. Every age and
indication. Nothing is proposed with one click: anticoagulation must not be interrupted.
Not covered: titre, obstetric syndrome without thrombosis, dose.
"""

from cards.definitions.antiphospholipid import (
    Antiphospholipid,
    antiphospholipid,
    possible_syndrome,
)
from cards.definitions.interaction import new_orders
from cards.definitions.naming import named
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Quiet,
    Slot,
    Term,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Critical when triple positive or arterial, warning in any other syndrome."""
    orders = new_orders(case.call, "med.doac")
    if not orders:
        return Quiet("no-such-order")
    profile = case.once(antiphospholipid)
    problems = case.picture.problems
    arterial = bool(problems.of("cond.thrombosis.arterial"))
    thrombosis = arterial or bool(problems.of("cond.thrombosis.venous"))
    syndrome = profile.listed or (profile.persistent and thrombosis)
    facts: dict[str, Fact] = {
        "syndrome": syndrome,
        "triple_positive": profile.triple,
        "arterial": arterial,
    }
    concern = Concern(orders[0].reference, "anticoagulant")
    wording = _wording(profile, syndrome=syndrome, arterial=arterial, thrombosis=thrombosis)
    if wording is None:
        gaps = _untold(case, profile, thrombosis=thrombosis)
        return CannotTell(gaps, facts, concern) if gaps else Quiet("no-syndrome", facts)
    slots: dict[str, Slot] = {
        "drug": named(orders[0].label, "named.doac"),
        "found": Term(f"aps.{wording}"),
    }
    return Fires(wording, slots, facts, concern)


def _wording(
    profile: Antiphospholipid, *, syndrome: bool, arterial: bool, thrombosis: bool
) -> str | None:
    if profile.triple and (syndrome or thrombosis or profile.persistent):
        return "triple"
    if syndrome:
        return "arterial" if arterial else "thrombotic"
    return None


def _untold(case: Case, profile: Antiphospholipid, *, thrombosis: bool) -> tuple[Gap, ...]:
    """What may hide the syndrome: the problem list, or a profile left open after a thrombosis."""
    problems = case.picture.problems
    unread = problems.why_unknown("cond.aps", "cond.thrombosis")
    if profile.once_positive or possible_syndrome(case.call):
        return (*unread, Gap("antiphospholipid", "not-confirmed"))
    lupus = problems.has("cond.sle")
    if thrombosis and lupus and not profile.tested:
        return (*unread, *(profile.gaps or (Gap("antiphospholipid", "absent"),)))
    return unread
