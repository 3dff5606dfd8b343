"""Kidney biopsies on record, by the act, its report or the class it gave.

A biopsy belongs to the present episode of proteinuria when no ratio below the threshold lies
between the two.
"""

from datetime import date, timedelta

from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_treatment import treatment_start
from cards.definitions.proteinuria import undisturbed, upcr_near
from cards.definitions.requested import says
from cds_service.model_api import Call, Gap, Known, Unknown

BIOPSY = "proc.kidney-biopsy"
_WORDS = ("biopsie renale", "biopsie du rein", "kidney biopsy", "renal biopsy")


def biopsied_since(call: Call, day: date) -> bool | Unknown:
    """Whether a kidney was biopsied on or after a day; Unknown when the record does not tell."""
    listed = call.picture.acts.listed
    dates = [a.when for a in listed if BIOPSY in a.concepts or says(a.label, _WORDS)]
    dates += [found.when for found in call.picture.results.findings("obs.ln-class")]
    state = call.once(nephritis)
    if state.classes:
        dates.append(state.class_day)
    if any(when is not None and when >= day for when in dates):
        return True
    if None in dates:
        return Unknown((Gap("biopsy", "date-missing"),))
    acts = call.picture.acts
    missing = [gap for gap in (acts.gap, acts.report_gap, call.picture.results.gap) if gap]
    return Unknown((Gap("biopsy", missing[0].why),)) if missing else False


def episode_start(call: Call, limit: float) -> date:
    """The day after which a biopsy explains the present proteinuria at or above a limit.

    After the newest ratio below the limit; a nephritis that is over explains nothing before the
    first ratio of the present run.
    """
    run_start = call.today
    for result in call.once(undisturbed):
        below = result.value.below(limit)
        if below:
            return result.when + timedelta(days=1)
        run_start = min(run_start, result.when)
    state = call.once(nephritis)
    over = state.ever and not state.lasting and not state.active
    return run_start - timedelta(days=_before(call)) if over else date.min


def _before(call: Call) -> int:
    return round(call.number("nephritis-treatment", "before_anchor_days"))


def expected_course(call: Call) -> bool:
    """Whether a biopsied nephritis is under treatment and its proteinuria fell by half."""
    start = call.once(treatment_start)
    if start is None or (call.today - start).days > call.number(
        "nephritis-treatment", "course_days"
    ):
        return False
    after_anchor = round(call.number("nephritis-treatment", "after_anchor_days"))
    if biopsied_since(call, start - timedelta(days=after_anchor)) is not True:
        return False
    within = round(call.number("nephritis-treatment", "baseline_days"))
    before = upcr_near(call, start, within)
    series = call.once(undisturbed)
    if not isinstance(before, Known) or not series:
        return False
    left = 1 - call.number("nephritis-treatment", "expected_fall_percent") / 100
    return series[0].value.high <= before.value.low * left
