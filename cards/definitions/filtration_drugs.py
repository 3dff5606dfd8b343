"""Drugs whose start lowers the filtration rate without harm: an early fall may be expected.

Source: RAAS blockers and SGLT2 inhibitors (a creatinine rise of up to 30 % is expected),
calcineurin inhibitors (early fall of the rate).
"""

from datetime import date

from cds_service.model_api import Call, Treatment, course_on, courses

LOWERS_FILTRATION = ("med.raas-blocker", "med.sglt2", "med.calcineurin-inhibitor")


def begun_since(call: Call, groups: tuple[str, ...], since: date) -> tuple[Treatment, ...]:
    """The treatments by which the present course of each group began on or after a day.

    A renewal, or a change within a group, is not a start.
    """
    gap_days = round(call.number("nephritis-treatment", "course_gap_days"))
    found = []
    for group in groups:
        taken = call.picture.treatments.of(group)
        present = course_on(courses(taken, gap_days), call.today)
        if present is not None and present.start >= since:
            found += [treatment for treatment in taken if treatment.start == present.start][:1]
    return tuple(found)
