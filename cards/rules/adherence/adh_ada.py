"""Loss of response to rituximab: anti-drug antibodies may be the reason.

Source: expert opinion (Chiche 2026, slides); weak evidence, hence never louder than info.
Not covered: B-cell counts, antibodies already measured.
"""

from datetime import date, timedelta

from cards.definitions.gates import adult_with_sle
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fires,
    Quiet,
    Term,
    Treatment,
    Verdict,
)

_RITUXIMAB = "med.rituximab"
_INEFFICACY = {"inefficacy", "58848006"}
_FLARES = {"mild-moderate", "severe"}
_CONCERN = Concern("", "anti-drug-antibodies")


def decide(case: Case) -> Verdict:
    """Info when a stop for inefficacy, a lack of response or a flare follows rituximab."""
    outside = adult_with_sle(case)
    if case.hook != "patient-view" and not case.picture.treatments.ordered(_RITUXIMAB):
        outside = Quiet("no-such-order")
    if outside:
        return outside
    given = [
        t
        for t in case.picture.treatments.now
        if t.is_a(_RITUXIMAB)
        and t.start is not None
        and t.start <= case.today
        and t.status in {"active", "completed", "stopped"}
    ]
    if not given:
        gaps = case.picture.treatments.gaps
        return CannotTell(gaps, concern=_CONCERN) if gaps else Quiet("never-given")
    starts = [t.start for t in given if t.start is not None]
    last = max(min(t.last_planned_day or t.end or s, case.today)
               for t, s in zip(given, starts, strict=True))  # fmt: skip
    if case.today > last + timedelta(days=case.number("course_days")):
        return Quiet("no-loss")
    found = _evidence(case, given, min(starts))
    if found is None:
        gap = case.picture.results.gap
        return CannotTell((gap,), concern=_CONCERN) if gap else Quiet("no-loss")
    return Fires(
        "loss-of-response",
        slots={"since": min(starts), "last": last, "evidence": Term(f"ada.{found}")},
        facts={"rituximab_since": min(starts), "evidence": found},
        concern=_CONCERN,
    )


def _evidence(case: Case, given: list[Treatment], first: date) -> str | None:
    """What on record speaks for a lost response that rituximab may explain."""
    settled = first + timedelta(days=case.number("settled_days"))
    if any(t.stop_reasons & _INEFFICACY for t in given):
        return "stopped"
    if any(not t.is_a(_RITUXIMAB) for t in case.picture.treatments.running("med.biologic")):
        return None
    results = case.picture.results
    responses = [f.boolean for f in results.findings("obs.responder", since=settled)]
    if next((said for said in responses if said is not None), None) is False:
        return "non-responder"
    flares = results.findings("obs.flare", since=settled)
    return "flare" if any(f.codes & _FLARES for f in flares) else None
