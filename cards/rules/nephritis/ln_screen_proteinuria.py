"""Lupus without known nephritis: proteinuria looked for at least once a year.

Source: ACR 2024 statement 1 (every 6 to 12 months, or at an extra-renal flare), EULAR 2023; the
Lille-Boulogne series (nephritis appeared under a new biologic).
Not covered: dipsticks and albumin ratios, which are not the quantified test.
"""

from datetime import timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_scope import own_kidneys
from cards.definitions.proteinuria_check import (
    CONCERN,
    check_requested,
    checked_since,
    last_check,
    recent_biologic,
    recent_flare,
)
from cds_service.model_api import (
    CannotTell,
    Case,
    Fact,
    Fires,
    Proposal,
    Quiet,
    RequestService,
    Slot,
    Unknown,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Info without a ratio for a year, or for three months after a flare or a new biologic."""
    outside = adult_with_sle(case) or own_kidneys(case)
    if outside:
        return outside
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=CONCERN)
    if state.ever:
        return Quiet("nephritis-known")
    flare = recent_flare(case.call, round(case.number("flare_days")))
    biologic = recent_biologic(case.call, round(case.number("biologic_days")))
    within = round(case.number("short_days" if flare or biologic else "usual_days"))
    checked = checked_since(case.call, case.today - timedelta(days=within))
    facts: dict[str, Fact] = {"last_check": last_check(case.call), "within_days": within}
    if isinstance(checked, Unknown):
        return CannotTell(checked.gaps, facts, CONCERN)
    if checked:
        return Quiet("checked", facts)
    if check_requested(case.call):
        return Quiet("requested", facts)
    last = last_check(case.call)
    slots: dict[str, Slot] = {"last": last or case.today, "begun": biologic or flare or case.today}
    reason = "flare" if flare else ("biologic" if biologic else None)
    return Fires(
        reason or ("old" if last else "never"),
        slots=slots,
        facts=facts,
        concern=CONCERN,
        proposals=(Proposal("check", (RequestService("upcr"),)),),
    )
