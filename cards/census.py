"""What is counted over a cohort: who has lupus, which doses, which targets are met.

Values are binned to text, so that counts stay few whatever the number of patients.
"""

from collections.abc import Callable, Mapping
from math import floor

from cards.definitions.gates import SLE
from cards.definitions.glucocorticoids import dose_today
from cards.definitions.hydroxychloroquine import dose_per_kg
from cds_service.model_api import Call, Unknown

UNKNOWN = "unknown"
_STEROID_BIN_MG = 2.5
_HCQ_BIN_MG_PER_KG = 0.5
_ROUNDING = 1e-6
_MILESTONES = ("ln-milestone-3m", "ln-milestone-6m", "ln-milestone-12m")


def count(call: Call, said: Callable[[str], str]) -> tuple[bool | None, Mapping[str, str]]:
    """Whether the patient has systemic lupus (None: not known), and the bin of each measure."""
    lupus = call.picture.problems.has(SLE)
    if not lupus or call.picture.person.deceased:
        return lupus, {}
    found = {
        "prednisone_equivalent_mg_per_day": _steroid(call),
        "hcq_mg_per_kg": _hydroxychloroquine(call),
    }
    found |= {rule: told for rule in _MILESTONES if (told := _milestone(said(rule)))}
    return True, {name: value for name, value in found.items() if value}


def _steroid(call: Call) -> str:
    dose = dose_today(call)
    if dose.gaps or not dose.daily.exact:
        return UNKNOWN
    if dose.daily.zero:
        return "0"
    return _bin(dose.daily.high, _STEROID_BIN_MG)


def _hydroxychloroquine(call: Call) -> str:
    dose = call.once(dose_per_kg)
    if dose is None:
        return "none"
    if isinstance(dose, Unknown) or not dose.per_kg.exact:
        return UNKNOWN
    return _bin(dose.per_kg.high, _HCQ_BIN_MG_PER_KG)


def _milestone(said: str) -> str:
    return {"fires": "missed", "reached": "met", "cannot-tell": UNKNOWN}.get(said, "")


def _bin(value: float, width: float) -> str:
    """The upper end of the bin: a value on the border belongs to the bin below."""
    whole = floor(value / width)
    upper = whole if abs(value - whole * width) < _ROUNDING else whole + 1
    return f"{upper * width:g}"
