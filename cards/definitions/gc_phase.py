"""Where the patient stands in glucocorticoid treatment; decides whether a target applies.

Source: shared definition gcPhase. Order of tests: pulse, stress, induction, taper, replacement,
maintenance.
"""

from datetime import date, timedelta
from enum import Enum

from cards.definitions.gc_kinds import GLUCOCORTICOID, is_replacement, pulse_since
from cards.definitions.glucocorticoids import course, dose_on, dose_today, planned_days
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_treatment import treatment_start
from cds_service.model_api import Call, Gap

_PHASE = "glucocorticoid-phase"
_ACUTE_STRESS = "cond.acute-stress"
_SURGERY = "proc.surgery"
_SEVERE = "severe"


class Phase(Enum):
    """The phases told apart; NONE when no glucocorticoid is taken."""

    NONE = "none"
    PULSE = "pulse"
    STRESS = "stress"
    INDUCTION = "induction"
    TAPER = "taper"
    REPLACEMENT = "substitution"
    MAINTENANCE = "maintenance"


def phase(call: Call) -> Phase:
    """The phase on the day of the call."""
    dose = call.once(dose_today)
    running = call.picture.treatments.running(GLUCOCORTICOID)
    if pulse_since(call, _since(call, "pulse_days")):
        return Phase.PULSE
    if not running and dose.daily.zero:
        return Phase.NONE
    if running and all(is_replacement(call, treatment, call.today) for treatment in running):
        return Phase.REPLACEMENT
    if _under_stress(call):
        return Phase.STRESS
    if _in_induction(call):
        return Phase.INDUCTION
    if _tapering(call):
        return Phase.TAPER
    return Phase.MAINTENANCE


def _since(call: Call, number: str) -> date:
    return call.today - timedelta(days=round(call.number(_PHASE, number)))


def _under_stress(call: Call) -> bool:
    since = _since(call, "stress_days")
    events = call.picture.problems.active(_ACUTE_STRESS)
    if any(event.since is not None and event.since >= since for event in events):
        return True
    if any(act.when is not None and act.when >= since for act in call.picture.acts.of(_SURGERY)):
        return True
    return any(
        _ACUTE_STRESS in treatment.reasons
        for treatment in call.picture.treatments.running(GLUCOCORTICOID)
    )


def _in_induction(call: Call) -> bool:
    present = call.once(course)
    if present is not None and present.start > _since(call, "induction_course_days"):
        return True
    since = _since(call, "severe_flare_days")
    flares = call.picture.results.findings("obs.flare", since=since)
    if any(flare.when is not None and _SEVERE in flare.codes for flare in flares):
        return True
    return _new_nephritis(call)


def _new_nephritis(call: Call) -> bool:
    """An active nephritis found, or first treated, within the time the target is given."""
    state = call.once(nephritis)
    if not state.active:
        return False
    since = _since(call, "induction_nephritis_days")
    began = (call.once(treatment_start), state.class_day, state.since)
    return any(day is not None and day > since for day in began)


def untold_induction(call: Call) -> tuple[Gap, ...]:
    """Why it cannot be told whether a nephritis found not long ago is being induced."""
    state = call.once(nephritis)
    since = _since(call, "induction_nephritis_days")
    began = (call.once(treatment_start), state.class_day, state.since)
    if state.active is None and any(day is not None and day > since for day in began):
        return state.gaps
    return ()


def _tapering(call: Call) -> bool:
    now = call.once(dose_today).daily
    return any(
        (later := dose_on(call, day)).sources and later.daily.high < now.low
        for day in planned_days(call)
    )
