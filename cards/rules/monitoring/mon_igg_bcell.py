"""Belimumab or an anti-CD20: IgG before and during treatment.

Source: belimumab label (caution below 4 g/L); the interval awaits local validation. An anti-CD20
counts for a year after its last infusion.
Not covered: the value of IgG; infections.
"""

from datetime import timedelta

from cards.definitions.drug_monitoring import IMMUNOGLOBULINS, drugs_judged, overdue
from cds_service.model_api import Case, Treatment, Verdict

_DRUGS = ("med.belimumab", "med.anti-cd20")


def decide(case: Case) -> Verdict:
    """Info when the last IgG is older than six months."""
    given = drugs_judged(case, _DRUGS)
    return overdue(case, given or _lasting_effect(case), IMMUNOGLOBULINS)


def _lasting_effect(case: Case) -> tuple[Treatment, ...]:
    if case.hook != "patient-view":
        return ()
    since = case.today - timedelta(days=round(case.number("effect_days")))
    return tuple(
        treatment
        for treatment in case.picture.treatments.of("med.anti-cd20")
        if treatment.status in {"completed", "stopped"}
        and (last := treatment.last_planned_day or treatment.start) is not None
        and since <= last <= case.today
    )
