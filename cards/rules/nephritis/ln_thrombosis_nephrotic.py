"""Nephrotic proteinuria with very low albumin, or antiphospholipid antibodies, no anticoagulant.

Source: ACR 2024 statement 14 (discuss anticoagulation with nephrology); the albumin awaits local
validation.
Not covered: bleeding risk; aspirin, which is no anticoagulant.
"""

from datetime import timedelta

from cards.definitions.antiphospholipid import antiphospholipid
from cards.definitions.gates import adult_with_sle
from cards.definitions.measures import ALBUMIN
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import own_kidneys
from cards.definitions.proteinuria import (
    in_trace,
    not_measured,
    reached,
    recent_upcr,
    shown,
)
from cards.definitions.requested import NEPHROLOGY, requested
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Slot,
    Unknown,
    Verdict,
)

_CONCERN = Concern("", "anticoagulation")


def decide(case: Case) -> Verdict:
    """Info at 3 g/g or more with albumin below 25 g/L, or with antiphospholipid antibodies."""
    outside = adult_with_sle(case) or own_kidneys(case)
    if outside:
        return outside
    anticoagulated = case.picture.treatments.takes("med.anticoagulant")
    if anticoagulated:
        return Quiet("anticoagulated")
    upcr = case.once(recent_upcr)
    if isinstance(upcr, Unknown):
        idle = not_measured(upcr) and not case.once(nephritis).ever
        return Quiet("not-measured") if idle else CannotTell(upcr.gaps, {}, _CONCERN)
    facts: dict[str, Fact] = {"upcr_mg_per_g": in_trace(upcr)}
    nephrotic = reached(upcr.value, case.call.number("nephritis-state", "nephrotic_upcr_mg_per_g"))
    if nephrotic is False:
        return Quiet("not-nephrotic", facts)
    if nephrotic is None:
        return CannotTell((Gap("upcr", "only-bounds"),), facts, _CONCERN)
    since = case.today - timedelta(days=round(case.number("albumin_days")))
    albumin = case.picture.results.latest(ALBUMIN, since=since)
    return _by_risk(case, upcr, albumin, facts, anticoagulated=anticoagulated)


def _by_risk(
    case: Case,
    upcr: Known[Amount],
    albumin: Known[Amount] | Unknown,
    facts: dict[str, Fact],
    *,
    anticoagulated: bool | None,
) -> Verdict:
    found = case.once(antiphospholipid)
    carrier = found.listed or found.persistent or found.once_positive
    slots: dict[str, Slot] = {
        "upcr": shown(upcr.value),
        "day": upcr.when or case.today,
    }
    low: bool | None = None
    if isinstance(albumin, Known):
        low = albumin.value.below(case.number("albumin_g_per_l"))
        facts["albumin"] = Known(albumin.value.high, "g/L", albumin.when, albumin.source)
        slots |= {
            "albumin": Quantity(albumin.value, "g/L"),
            "albumin_day": albumin.when or case.today,
        }
    facts["antiphospholipid"] = carrier
    if not carrier and low is False:
        untested = () if found.tested else (Gap("antiphospholipid", "absent"),)
        doubt = found.gaps
        return CannotTell(doubt, facts, _CONCERN) if doubt else Quiet("low-risk", facts, untested)
    if not carrier and low is None:
        gaps = albumin.gaps if isinstance(albumin, Unknown) else (Gap("albumin", "only-bounds"),)
        return CannotTell((*gaps, *found.gaps), facts, _CONCERN)
    if anticoagulated is None:
        return CannotTell(case.picture.treatments.gaps, facts, _CONCERN)
    if requested(case.call, (), NEPHROLOGY, since=upcr.when):
        return Quiet("referred", facts)
    wording = "both" if carrier and low else ("antiphospholipid" if carrier else "albumin")
    review = Proposal("review", (RequestService("nephrology-review"),))
    return Fires(wording, slots, facts, _CONCERN, (review,))
