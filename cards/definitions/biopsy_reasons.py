"""Reasons to discuss a kidney biopsy: proteinuria, low proteinuria with activity, lost function.

Source: ACR 2024 statement 2, EULAR 2025 (nephritis) recommendation 1, and for 0.25 to 0.49 g/g an
abstract of ACR Convergence 2025. The numbers are those of the rule's own table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.filtration_drugs import LOWERS_FILTRATION, begun_since
from cards.definitions.kidney_biopsy import episode_start
from cards.definitions.kidney_function import Change, worst_fall
from cards.definitions.measures import UPCR
from cards.definitions.nephritis_scope import acute_injury
from cards.definitions.proteinuria import (
    confirmed,
    in_trace,
    not_measured,
    reached,
    recent_upcr,
    shown,
)
from cards.definitions.sediment import active_sediment
from cards.definitions.serology import anti_dsdna_raised, complement_low
from cds_service.model_api import (
    Amount,
    Call,
    CannotTell,
    Case,
    Concern,
    Fact,
    Gap,
    Known,
    Quantity,
    Quiet,
    Slot,
    Unknown,
    all_true,
    any_true,
)

CONCERN = Concern("", "kidney-biopsy")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: its wording, since when a biopsy answers it, the day it was found, its values."""

    wording: str
    onset: date
    found: date
    slots: Mapping[str, Slot]
    facts: Mapping[str, Fact]


def proteinuria(case: Case) -> Reason | Quiet | CannotTell:
    """Confirmed at 0.5 g/g or more, or confirmed at 0.25 with signs of activity; or why neither."""
    upcr = case.once(recent_upcr)
    if isinstance(upcr, Unknown):
        quiet = not_measured(upcr)
        return Quiet("not-measured", {}, upcr.gaps) if quiet else CannotTell(upcr.gaps, {}, CONCERN)
    facts: dict[str, Fact] = {"upcr_mg_per_g": in_trace(upcr)}
    slots: dict[str, Slot] = {
        "upcr": shown(upcr.value),
        "day": upcr.when or case.today,
    }
    high = _confirmed(case.call, upcr, case.number("upcr_mg_per_g"))
    if high:
        onset = episode_start(case.call, case.number("upcr_mg_per_g"))
        return Reason("proteinuria", onset, upcr.when or case.today, slots, facts)
    if high is None:
        return CannotTell(_why_unconfirmed(case.call, upcr), facts, CONCERN)
    limit = case.number_or_none("low_upcr_mg_per_g")
    below = limit is None or upcr.value.below(limit)
    if below or limit is None:
        return Quiet("within-limits", facts)
    return _low_range(case, upcr, limit, slots, facts)


def _low_range(
    case: Case, upcr: Known[Amount], limit: float, slots: dict[str, Slot], facts: dict[str, Fact]
) -> Reason | Quiet | CannotTell:
    low = _confirmed(case.call, upcr, limit)
    signs = _signs(case)
    facts["lupus_activity"] = signs
    if low and signs:
        onset = episode_start(case.call, limit)
        return Reason("low", onset, upcr.when or case.today, slots, facts)
    if low is False:
        return Quiet("unconfirmed", facts)
    if signs is False:
        return Quiet("low-without-activity", facts)
    if low is None:
        return CannotTell(_why_unconfirmed(case.call, upcr), facts, CONCERN)
    gap = case.picture.results.gap
    return CannotTell((Gap("serology", gap.why if gap else "absent"),), facts, CONCERN)


def lost_function(case: Case) -> Reason | None:
    """An eGFR loss of a quarter or more within a year that no recent drug or injury explains."""
    if case.once(acute_injury):
        return None
    since = case.today - timedelta(days=round(case.number("recent_days")))
    found = worst_fall(case.call, since, round(case.number("loss_days")))
    if not isinstance(found, Change):
        return None
    loss = Amount.exactly(found.fall_percent)
    if loss.below(case.number("egfr_fall_percent")):
        return None
    if begun_since(case.call, LOWERS_FILTRATION, found.before.when) and not loss.above(
        case.number("expected_fall_percent")
    ):
        return None
    slots: dict[str, Slot] = {
        "before": Quantity(found.before.value, "mL/min/1.73m2", 0),
        "before_day": found.before.when,
        "after": Quantity(found.after.value, "mL/min/1.73m2", 0),
        "after_day": found.after.when,
        "fall": Quantity(found.fall_percent, "%", 0),
    }
    facts = {"egfr_fall_percent": round(found.fall_percent, 1)}
    return Reason("kidney", found.before.when, found.after.when, slots, facts)


def _confirmed(call: Call, upcr: Known[Amount], limit: float) -> bool | None:
    return all_true((reached(upcr.value, limit), confirmed(call, upcr, limit)))


def _signs(case: Case) -> bool | None:
    """Serological activity or an active sediment; without a sediment, serology decides."""
    since = case.today - timedelta(days=round(case.number("serology_days")))
    dna, complement = anti_dsdna_raised(case.call, since), complement_low(case.call, since)
    return True if active_sediment(case.call) else any_true((dna, complement))


def _why_unconfirmed(call: Call, upcr: Known[Amount]) -> tuple[Gap, ...]:
    unread = tuple(gap for _, gap in call.picture.results.unusable(UPCR))
    return (
        tuple(dict.fromkeys(unread))
        if unread and upcr.value.exact
        else (Gap("upcr", "only-bounds"),)
    )
