"""The yearly eye examination of long hydroxychloroquine or chloroquine treatment.

Source: AAO/ACR 2021, French guidance 2017: yearly from year 5, from year 1 with a major risk
factor. Every age and indication; never a reason by itself to stop the drug.
Not covered: the result of the examination, exposure outside the record.
"""

from datetime import timedelta

from cards.definitions.eye_exam import eye_exam_requested, eye_exams
from cards.definitions.hcq_exposure import ANTIMALARIAL, Exposure, exposure, not_taken
from cards.definitions.retinal_risk import RetinalRisk, retinal_risk
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Slot,
    Term,
    Verdict,
    all_true,
    any_true,
)

_DAYS_PER_YEAR = 365.25
CONCERN = Concern("", "eye-exam")


def decide(case: Case) -> Verdict:
    """Info when the yearly examination is due, warning when it is more than six months late."""
    outside = not_taken(case)
    if outside:
        return outside
    taken, exams = case.once(exposure), case.once(eye_exams)
    interval = round(case.number("interval_days"))
    facts: dict[str, Fact] = {"exposure_days": taken.days.low, "last_eye_exam": exams.last}
    if exams.last and (case.today - exams.last).days <= interval:
        return Quiet("recent", facts)
    risk = retinal_risk(
        case.call,
        case.number("risk_mg_per_kg"),
        case.number("risk_egfr"),
        case.today - timedelta(days=case.number("egfr_days")),
    )
    long, at_risk = (
        _reached(case, taken, "yearly_from_days"),
        _reached(case, taken, "at_risk_from_days"),
    )
    due = any_true((long, all_true((at_risk, risk.present))))
    if due is False:
        return Quiet("not-yet", facts)
    if due is None:
        return CannotTell(_open(taken, risk, long, at_risk), facts, CONCERN)
    if exams.gaps:
        return CannotTell(exams.gaps, facts, CONCERN)
    if eye_exam_requested(case.call):
        return Quiet("requested", facts)
    since_due = taken.days.low - case.number("yearly_from_days" if long else "at_risk_from_days")
    if exams.last:
        since_due = min(since_due, (case.today - exams.last).days - interval)
    late = "overdue" if since_due > case.number("overdue_days") else "due"
    slots: dict[str, Slot] = {
        "drug": ChartText(case.picture.treatments.running(ANTIMALARIAL)[0].label),
        "years": Quantity(taken.days.low / _DAYS_PER_YEAR, "a", 1),
        "exam": exams.last or Term("eye.none"),
        "reason": Term("eye.long-exposure")
        if long
        else tuple(Term(f"eye.risk.{name}") for name in risk.factors),
    }
    return Fires(
        late if exams.last else f"never-{late}",
        slots,
        {**facts, "retinal_risk": ", ".join(risk.factors) or None},
        CONCERN,
        (Proposal("eye-exam", (RequestService("eye-exam"),)),),
    )


def _reached(case: Case, taken: Exposure, number: str) -> bool | None:
    below = taken.days.below(case.number(number))
    return None if below is None else not below


def _open(
    taken: Exposure, risk: RetinalRisk, long: bool | None, at_risk: bool | None
) -> tuple[Gap, ...]:
    gaps = risk.gaps if long is False else ()
    if long is None or at_risk is None:
        gaps = (taken.gaps or (Gap("hcq-start", "absent"),)) + gaps
    return gaps
