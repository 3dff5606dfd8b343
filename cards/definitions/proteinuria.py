"""The protein/creatinine ratio that counts: usable, undisturbed, and confirmed by a second value.

Source: shared definition upcr(window). A sample taken during a urinary infection or a fever, or
whose note names menses or hard exercise, is left out. Albumin ratios, daily amounts and results
without a unit are never read as this ratio.
"""

import re
from datetime import date, timedelta
from math import isfinite

from cards.definitions.measures import UPCR
from cards.definitions.requested import says
from cards.definitions.serology import positive
from cds_service.model_api import Amount, Call, Gap, Known, Quantity, Result, Unknown, any_true

_TABLE = "proteinuria"
_STATE = "nephritis-state"
_ACUTE = ("cond.urinary-infection", "cond.fever")
_DISTURBING = (
    "regles", "menstru", "menses", "metrorrag", "infection urinaire", "urinary infection",
    "urinary tract infection", "cystite", "cystitis", "pyelonephrit", "fievre", "fever", "febril",
    "effort", "exercice", "exercise", "marathon",
)  # fmt: skip
_WITHOUT = re.compile(r"\b(hors|sans|pas|absence|aucune?|no|without|outside|not)\b")
_NO_VALUE = {"absent", "too-old", "absent-then"}


def undisturbed(call: Call) -> tuple[Result, ...]:
    """Every usable ratio (mg/g) of an undisturbed sample, newest first."""
    return tuple(
        result
        for result in call.picture.results.series(UPCR)
        if not _by_note(result.note) and not ill_on(call, result.when)
    )


def latest_upcr(call: Call, since: date) -> Known[Amount] | Unknown:
    """The newest ratio on or after a day; Unknown when a newer one cannot be used."""
    found = call.picture.results.latest(UPCR, since=since)
    if isinstance(found, Unknown):
        return found
    return next(
        (_known(result) for result in call.once(undisturbed) if result.when >= since),
        Unknown((Gap("upcr", "disturbed"),)),
    )


def recent_upcr(call: Call) -> Known[Amount] | Unknown:
    """The newest ratio that still describes the present."""
    days = round(call.number(_STATE, "upcr_window_days"))
    return latest_upcr(call, call.today - timedelta(days=days))


def upcr_near(call: Call, day: date, within_days: int) -> Known[Amount] | Unknown:
    """The ratio nearest to a day, at most `within_days` away."""
    near = [
        result for result in call.once(undisturbed) if abs((result.when - day).days) <= within_days
    ]
    if near:
        return _known(min(near, key=lambda r: (abs((r.when - day).days), r.when)))
    found = call.picture.results.nearest(UPCR, day, within_days)
    return found if isinstance(found, Unknown) else Unknown((Gap("upcr", "disturbed"),))


def confirmed(call: Call, found: Known[Amount], limit: float) -> bool | None:
    """Whether a ratio at or above a limit is confirmed by another one, 7 to 90 days before it."""
    if found.when is None:
        return None
    newest = found.when - timedelta(days=round(call.number(_TABLE, "confirm_min_days")))
    oldest = found.when - timedelta(days=round(call.number(_TABLE, "confirm_max_days")))
    answers = [
        reached(result.value, limit)
        for result in call.once(undisturbed)
        if oldest <= result.when <= newest
    ]
    answers += [
        None
        for when, _ in call.picture.results.unusable(UPCR)
        if when is None or oldest <= when <= newest
    ]
    return any_true(answers)


def reached(value: Amount, limit: float) -> bool | None:
    """Whether an amount is at or above a limit; None when its bounds lie on both sides."""
    below = value.below(limit)
    return None if below is None else not below


def not_measured(found: Unknown) -> bool:
    """Whether the only reason for not knowing is that nothing was measured lately."""
    return all(gap.why in _NO_VALUE for gap in found.gaps)


def shown(value: Amount) -> Quantity:
    """A ratio as cards write it."""
    return Quantity(value, "mg/g", 1)


def in_trace(found: Known[Amount]) -> Known[float]:
    """The ratio as the trace states it, in mg/g; the bound that is known when only one is."""
    value = found.value.high if isfinite(found.value.high) else found.value.low
    return Known(round(value, 1), "mg/g", found.when, found.source)


def _known(result: Result) -> Known[Amount]:
    return Known(result.value, UPCR.unit, result.when, result.source)


def ill_on(call: Call, on: date) -> bool:
    """Whether a urinary infection or a fever disturbs a urine sample of that day."""
    lasts = timedelta(days=round(call.number(_TABLE, "infection_days")))
    for problem in call.picture.problems.of(*_ACUTE):
        begun = problem.since
        if begun is None:
            if problem.active and on >= call.today - lasts:
                return True
        elif begun <= on <= min(problem.abated or date.max, begun + lasts):
            return True
    near = timedelta(days=round(call.number(_TABLE, "culture_days")))
    return any(abs(culture - on) <= near for culture in call.once(_positive_cultures))


def _positive_cultures(call: Call) -> tuple[date, ...]:
    found = call.picture.results.findings("obs.urine-culture")
    return tuple(f.when for f in found if f.when is not None and positive(f))


def _by_note(note: str) -> bool:
    return bool(note) and any(
        says(clause, _DISTURBING) and not _WITHOUT.search(clause.lower())
        for clause in re.split(r"[.,;:\n]", note)
    )
