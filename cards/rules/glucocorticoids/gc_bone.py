"""Bone protection in long glucocorticoid treatment.

Source: EULAR 2025 (nephritis) recommendation 9, BASICs; dose and duration of French and American
guidance on glucocorticoid osteoporosis (to be validated locally). Adults, every indication.
Not covered: calculated fracture risk, calcium intake.
"""

from datetime import timedelta

from cards.definitions.bone_check import density, vitamin_d
from cards.definitions.gc_exposure import run_of
from cards.definitions.gc_kinds import GLUCOCORTICOID
from cards.definitions.steroid_scope import outside_steroid_safety, systemic_orders
from cards.definitions.unread_orders import doubts
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Term,
    Unknown,
    Verdict,
)

_CONCERN = Concern("", "bone")


def decide(case: Case) -> Verdict:
    """Info when a long exposure, past or planned, lacks a bone density or vitamin D."""
    outside = outside_steroid_safety(case)
    if case.hook != "patient-view" and not systemic_orders(case):
        outside = Quiet("no-such-order")
    if outside:
        return outside
    since = case.today - timedelta(days=round(case.number("record_days")))
    limit, length = case.number("dose_mg_per_day"), case.number("exposure_days")

    def holds(daily: Amount) -> bool | None:
        below = daily.below(limit)
        return None if below is None else not below

    exposed = run_of(
        case.call,
        holds,
        lambda run: run.days >= length and (run.end is None or run.end >= since),
    )
    seen = case.picture.treatments.of(GLUCOCORTICOID)
    if exposed is None or (isinstance(exposed, Unknown) and not seen and not doubts(case.call)):
        return Quiet("short")
    bone, vitamin = density(case.call, since), vitamin_d(case.call, since)
    facts: dict[str, Fact] = {
        "density_lacking": bone.lacking,
        "vitamin_d_lacking": vitamin.lacking,
    }
    gaps = bone.gaps + vitamin.gaps
    if bone.lacking is False and vitamin.lacking is False:
        return Quiet("checked", facts)
    if isinstance(exposed, Unknown):
        return CannotTell(tuple(dict.fromkeys(exposed.gaps + gaps)), facts, _CONCERN)
    facts["exposed_since"] = exposed.start
    if not bone.lacking and not vitamin.lacking:
        return CannotTell(gaps, facts, _CONCERN)
    named = (("dxa", bone.lacking), ("vitamin-d", vitamin.lacking))
    lacking = tuple(key for key, lacks in named if lacks)
    return Fires(
        "density" if bone.lacking else "vitamin-d",
        slots={
            "limit": Quantity(limit, "mg/d"),
            "length": Quantity(length, "d"),
            "since": exposed.start,
            "lacking": tuple(Term(f"bone.{key}") for key in lacking),
        },
        facts=facts,
        concern=_CONCERN,
        proposals=(Proposal(lacking[0], (RequestService(lacking[0]),)),),
        missing=gaps,
    )
