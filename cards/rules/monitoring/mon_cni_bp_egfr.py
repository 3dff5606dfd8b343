"""A calcineurin inhibitor with falling eGFR or rising blood pressure.

Source: voclosporin labels (falls of eGFR of 20 % and 30 %, pressure above 165/105), a toxicity
shared by the class; ESC/ESH 2018 for the definition of hypertension.
Not covered: blood levels, potassium, other causes of a fall.
"""

from cards.definitions.cni_follow_up import (
    CALCINEURIN_INHIBITOR,
    PressureCourse,
    begun,
    kidney_since,
    pressure_since,
)
from cards.definitions.drug_monitoring import drugs_judged
from cards.definitions.inpatient import inpatient
from cards.definitions.kidney_function import Change
from cards.definitions.nephritis_scope import kidney_replaced
from cards.definitions.unread_orders import doubts
from cds_service.model_api import (
    Amount,
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Quantity,
    Quiet,
    Slot,
    Unknown,
    Verdict,
)

_CONCERN = Concern("", "calcineurin-inhibitor")
_NOT_MEASURED = {"absent", "too-old", "absent-then"}


def decide(case: Case) -> Verdict:
    """Warning on an eGFR loss of 20 % or more, or on a pressure that became too high."""
    given = drugs_judged(case, (CALCINEURIN_INHIBITOR,))
    if not given:
        gaps = doubts(case.call) if case.hook == "patient-view" else ()
        return CannotTell(gaps) if gaps else Quiet("not-taken")
    if case.once(kidney_replaced):
        return Quiet("kidney-replaced")
    if case.once(inpatient):
        return Quiet("inpatient")
    start = begun(case.call)
    if isinstance(start, Unknown):
        return CannotTell(start.gaps, concern=_CONCERN)
    if start is None or start >= case.today:
        return Quiet("just-begun")
    kidney, pressure = kidney_since(case.call, start), pressure_since(case.call, start)
    facts: dict[str, Fact] = {"treatment_start": start}
    slots: dict[str, Slot] = {"drug": ChartText(given[0].label), "start": start}
    told = []
    if isinstance(kidney, Change):
        facts["egfr_fall_percent"] = round(kidney.fall_percent, 1)
        slots |= _kidney_slots(kidney)
        loss = Amount.exactly(kidney.fall_percent)
        if loss.below(case.number("egfr_fall_percent")) is False:
            told.append("kidney")
    if isinstance(pressure, PressureCourse):
        facts["pressure"] = pressure.now.written
        slots |= {"pressure": ChartText(pressure.now.written), "pressure_day": pressure.now.when}
        if _too_high(case, pressure):
            told.append("pressure")
    if told:
        return Fires("-and-".join(told), slots, facts, _CONCERN)
    return _nothing(kidney, pressure, facts)


def _nothing(
    kidney: Change | Unknown, pressure: PressureCourse | Unknown, facts: dict[str, Fact]
) -> Verdict:
    gaps = [g for item in (kidney, pressure) if isinstance(item, Unknown) for g in item.gaps]
    unread = [gap for gap in gaps if gap.why not in _NOT_MEASURED]
    if unread or isinstance(kidney, Unknown):
        return CannotTell(tuple(dict.fromkeys(gaps)), facts, _CONCERN)
    return Quiet("stable", facts, tuple(gaps))


def _too_high(case: Case, found: PressureCourse) -> bool:
    """Above the ceiling of the label, or hypertensive after a rise."""
    if found.now.above(case.number("ceiling_systolic"), case.number("ceiling_diastolic")):
        return True
    rise = found.rise()
    hypertensive = not found.now.below(case.number("systolic"), case.number("diastolic"))
    return hypertensive and rise is not None and rise >= case.number("rise_mmhg")


def _kidney_slots(kidney: Change) -> dict[str, Slot]:
    return {
        "before": Quantity(kidney.before.value, "mL/min/1.73m2", 0),
        "before_day": kidney.before.when,
        "after": Quantity(kidney.after.value, "mL/min/1.73m2", 0),
        "after_day": kidney.after.when,
        "fall": Quantity(kidney.fall_percent, "%", 0),
    }
