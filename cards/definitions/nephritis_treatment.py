"""When the treatment of the present nephritis began: day zero of its milestones.

Milestones count from treatment, not from diagnosis. The anchor is the latest biopsy or onset;
day zero is the first immunosuppressant or biologic begun from a month before it on. Without any,
the oldest one still running counts, and with none at all the glucocorticoid course. A running
drug whose order gives no date leaves day zero unknown.
"""

from datetime import date, timedelta

from cards.definitions.glucocorticoids import course
from cards.definitions.nephritis import nephritis
from cds_service.model_api import Call, Gap, Treatment, courses

NEPHRITIS_DRUGS = (
    "med.mycophenolate",
    "med.cyclophosphamide",
    "med.azathioprine",
    "med.calcineurin-inhibitor",
    "med.belimumab",
    "med.anti-cd20",
)
_TREATMENT = "nephritis-treatment"


def treatment_start(call: Call) -> date | None:
    """Day zero, or None when no dated treatment of the nephritis is on record."""
    if undated(call):
        return None
    state = call.once(nephritis)
    starts = _drug_starts(call)
    begun = sorted(day for day, _ in starts)
    anchors = sorted({day for day in (state.class_day, state.since) if day}, reverse=True)
    before = timedelta(days=round(call.number(_TREATMENT, "before_anchor_days")))
    after = timedelta(days=round(call.number(_TREATMENT, "after_anchor_days")))
    for anchor in anchors:
        near = [day for day in begun if anchor - before <= day <= anchor + after]
        if near:
            return near[0]
    running = sorted(day for day, going_on in starts if going_on)
    if running:
        return running[0]
    steroid = call.once(course)
    return steroid.start if steroid and not starts else None


def undated(call: Call) -> tuple[Treatment, ...]:
    """The running nephritis drugs whose order does not say since when."""
    treatments = call.picture.treatments
    return tuple(t for drug in NEPHRITIS_DRUGS for t in treatments.running(drug) if not t.start)


def no_start(call: Call) -> tuple[Gap, ...]:
    """Why day zero is not known: an order without date, orders that did not come, none at all."""
    unknown = tuple(
        Gap("nephritis-treatment-start", "date-missing", t.label) for t in call.once(undated)
    )
    nothing = (Gap("nephritis-treatment-start", "absent"),)
    return unknown or call.picture.treatments.gaps or nothing


def _drug_starts(call: Call) -> list[tuple[date, bool]]:
    gap_days = round(call.number(_TREATMENT, "course_gap_days"))
    return [
        (stretch.start, stretch.covers(call.today))
        for drug in NEPHRITIS_DRUGS
        for stretch in courses(call.picture.treatments.of(drug), gap_days)
        if stretch.start <= call.today
    ]
