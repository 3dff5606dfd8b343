"""Proteinuria of 0.5 g/g or more without ACE inhibitor or angiotensin receptor blocker.

Source: ACR 2024 statement 5 (any raised proteinuria), EULAR 2025 (nephritis) recommendation 8.
Not covered: which drug and dose; a stenosis on one side only counts like one on both.
"""

from datetime import timedelta

from cards.definitions.blood_pressure import pressures
from cards.definitions.childbearing import pregnancy
from cards.definitions.measures import POTASSIUM
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import nephritis_scope
from cards.definitions.proteinuria import (
    in_trace,
    not_measured,
    reached,
    recent_upcr,
    shown,
)
from cards.definitions.stopped import held_or_refused, not_tolerated
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    DraftOrder,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quiet,
    Unknown,
    Verdict,
)

_RAAS = "med.raas-blocker"
_CONCERN = Concern("", "raas")
_KINDS = {"ace-inhibitor": "med.acei", "receptor-blocker": "med.arb"}


def decide(case: Case) -> Verdict:
    """Info unless a blocker is taken, was refused or not tolerated, or is contraindicated."""
    outside = nephritis_scope(case)
    if outside:
        return outside
    taken = case.picture.treatments.takes(_RAAS)
    if taken:
        return Quiet("taken")
    against = held_or_refused(case.call, _RAAS) or _contraindicated(case)
    open_to = [key for key, drug in _KINDS.items() if not not_tolerated(case.call, drug)]
    if against or not open_to:
        return Quiet(against or "intolerance")
    upcr = case.once(recent_upcr)
    if isinstance(upcr, Unknown):
        # Without known nephritis, a proteinuria never measured is for the screening rule.
        idle = not_measured(upcr) and not case.once(nephritis).ever
        return Quiet("not-measured", {}, upcr.gaps) if idle else _unsure(upcr.gaps, {})
    facts: dict[str, Fact] = {"upcr_mg_per_g": in_trace(upcr)}
    high = reached(upcr.value, case.number("upcr_mg_per_g"))
    if high is False:
        return Quiet("within-limits", facts)
    if high is None:
        return _unsure((Gap("upcr", "only-bounds"),), facts)
    if taken is None:
        return _unsure(case.picture.treatments.gaps, facts)
    return Fires(
        "proteinuria",
        slots={"upcr": shown(upcr.value), "day": upcr.when or case.today},
        facts=facts,
        concern=_CONCERN,
        proposals=tuple(
            Proposal(key, (DraftOrder(_KINDS[key]),), alternative=True) for key in open_to
        ),
        missing=_to_check(case),
    )


def _contraindicated(case: Case) -> str | None:
    problems = case.picture.problems
    if case.once(pregnancy).pregnant or problems.active("cond.pregnancy-wish"):
        return "pregnancy-or-wish"
    if problems.of("cond.angioedema"):
        return "angioedema"
    if problems.of("cond.renal-artery-stenosis"):
        return "renal-artery-stenosis"
    since = case.today - timedelta(days=round(case.number("recent_days")))
    potassium = case.picture.results.latest(POTASSIUM, since=since)
    if isinstance(potassium, Known) and potassium.value.above(case.number("potassium_mmol_per_l")):
        return "potassium"
    found = pressures(case.call, since)
    systolic = None if isinstance(found, Unknown) else found[0].systolic
    low = systolic is not None and systolic < case.number("systolic_mmhg")
    return "low-pressure" if low else None


def _to_check(case: Case) -> tuple[Gap, ...]:
    """What the prescriber has to look up before the blocker: potassium and pressure."""
    since = case.today - timedelta(days=round(case.number("recent_days")))
    found = (
        case.picture.results.latest(POTASSIUM, since=since),
        pressures(case.call, since),
    )
    return tuple(gap for item in found if isinstance(item, Unknown) for gap in item.gaps)


def _unsure(gaps: tuple[Gap, ...], facts: dict[str, Fact]) -> CannotTell:
    return CannotTell(gaps, facts, _CONCERN)
