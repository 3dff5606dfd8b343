"""Whether the patient is on dialysis."""

from datetime import timedelta

from cds_service.model_api import Call

_RECENT = timedelta(days=92)


def on_dialysis(call: Call) -> bool:
    """Whether dialysis is on the problem list, or was done in the last three months."""
    if call.picture.problems.active("cond.dialysis"):
        return True
    return any(
        act.when is not None and call.today - _RECENT <= act.when <= call.today
        for act in call.picture.acts.of("proc.dialysis-any")
    )
