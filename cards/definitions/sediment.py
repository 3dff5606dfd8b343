"""Active urinary sediment: haematuria or red cell casts.

Source: SLEDAI-2K items (more than 5 red cells per field, casts). Sediments of a urinary infection
are left out; stones and menses are for the clinician to rule out.
"""

from datetime import timedelta

from cards.definitions.proteinuria import ill_on
from cards.definitions.serology import positive
from cds_service.model_api import Call, Finding

_STATE = "nephritis-state"


def active_sediment(call: Call) -> bool | None:
    """Whether the newest sediment shows red cells or casts; None when none was looked at."""
    limit = call.number(_STATE, "haematuria_per_field")
    answers = [
        finding.number > limit
        for finding in _newest(call, "obs.urine-rbc")
        if finding.number is not None
    ]
    seen = [*answers, *(positive(finding) for finding in _newest(call, "obs.red-cell-casts"))]
    if True in seen:
        return True
    return False if False in seen else None


def _newest(call: Call, concept: str) -> list[Finding]:
    days = round(call.number(_STATE, "upcr_window_days"))
    found = call.picture.results.findings(concept, since=call.today - timedelta(days=days))
    return [f for f in found if f.when is not None and not ill_on(call, f.when)][:1]
