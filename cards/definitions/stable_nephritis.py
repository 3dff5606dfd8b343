"""Whether a treated nephritis is stable: no flare, no new treatment, no rise, function kept.

Source: EULAR 2025 (nephritis) recommendation 8 speaks of stable disease without defining it.
"""

from datetime import date, timedelta

from cards.definitions.filtration_drugs import begun_since
from cards.definitions.gc_phase import Phase, phase
from cards.definitions.kidney_function import Change, worst_fall
from cards.definitions.nephritis_treatment import NEPHRITIS_DRUGS
from cards.definitions.proteinuria import undisturbed
from cards.definitions.proteinuria_check import recent_flare
from cds_service.model_api import Amount, Call, Known

_TABLE = "stable-nephritis"


def unstable(call: Call, upcr: Known[Amount]) -> str | None:
    """Why the nephritis is not stable (a reason to keep quiet), None when nothing says so."""
    if recent_flare(call, _days(call, "flare_days")):
        return "flare"
    new = begun_since(call, NEPHRITIS_DRUGS, _since(call, "new_drug_days"))
    if new or call.once(phase) in {Phase.PULSE, Phase.INDUCTION}:
        return "induction"
    if _rising(call, upcr):
        return "rising"
    window, year = _since(call, "window_days"), _days(call, "lookback_days")
    fall = worst_fall(call, window, year)
    if isinstance(fall, Change) and fall.fall_percent >= call.number(_TABLE, "egfr_fall_percent"):
        return "function-falling"
    return None


def _rising(call: Call, upcr: Known[Amount]) -> bool:
    """Whether the ratio before was much lower."""
    if upcr.when is None:
        return False
    since = _since(call, "lookback_days")
    earlier = [r for r in call.once(undisturbed) if since <= r.when < upcr.when]
    if not earlier:
        return False
    return upcr.value.low >= earlier[0].value.high * call.number(_TABLE, "rise_ratio")


def _days(call: Call, number: str) -> int:
    return round(call.number(_TABLE, number))


def _since(call: Call, number: str) -> date:
    return call.today - timedelta(days=_days(call, number))
