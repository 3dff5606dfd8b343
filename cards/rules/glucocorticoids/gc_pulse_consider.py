"""A new nephritis or a severe flare treated with a high oral glucocorticoid dose alone.

Source: EULAR 2023 recommendation 3, EULAR 2025 and ACR 2024 (pulses first, then a lower oral dose).
Information only.
Not covered: cardiac risk that is not coded.
"""

from datetime import date, timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.gc_kinds import pulse_since
from cards.definitions.gc_per_kg import steroid_per_kg
from cards.definitions.glucocorticoids import dose_today
from cards.definitions.measures import HBA1C
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_course import new_event
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Quantity,
    Quiet,
    Term,
    Unknown,
    Verdict,
)

_CONCERN = Concern("", "pulses")
_RISKS = ("cond.infection", "cond.tb-active", "cond.heart-failure", "cond.long-qt",
          "cond.thrombosis.arterial", "cond.diabetes.decompensated")  # fmt: skip


def decide(case: Case) -> Verdict:
    """Info from 0.5 mg/kg/day by mouth, without pulses or any other new measure."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    dose = case.once(dose_today)
    if dose.daily.zero:
        return Quiet("no-such-treatment")
    event, when = new_event(case.call, _recent(case))
    if when is None:
        return _no_event(case)
    spared = _spared(case, when)
    if spared:
        return spared
    found = steroid_per_kg(case.call, case.number("weight_days"))
    if isinstance(found, Unknown):
        return CannotTell(found.gaps, concern=_CONCERN)
    facts: dict[str, Fact] = {
        "prednisone_equivalent_mg_per_day": dose.daily.high,
        "dose_mg_per_kg": round(found.per_kg.high, 2),
    }
    low = found.per_kg.below(case.number("oral_mg_per_kg"))
    if low:
        return Quiet("low-dose", facts)
    if low is None:
        return CannotTell((Gap("dose", "range-around-limit"),), facts, _CONCERN)
    return Fires(
        "consider",
        slots={
            "event": Term(f"event.{event}"),
            "found": Term(f"event.found.{event}"),
            "when": when,
            "dose": Quantity(found.dose.daily, "mg/d"),
            "per_kg": Quantity(found.per_kg, "mg/kg/d", 2),
            "weight": Quantity(found.weight.value, "kg"),
        },
        facts=facts,
        concern=_CONCERN,
    )


def _no_event(case: Case) -> Quiet | CannotTell:
    """No event on record; not a fact when the nephritis or the results are not readable."""
    state = case.once(nephritis)
    if state.active is None and state.since is not None and state.since >= _recent(case):
        return CannotTell(state.gaps, concern=_CONCERN)
    gap = case.picture.results.gap
    return CannotTell((Gap("flare", gap.why),), concern=_CONCERN) if gap else Quiet("no-event")


def _spared(case: Case, when: date) -> Quiet | None:
    """Pulses given or ordered, another new measure, or a risk on record."""
    if pulse_since(case.call, min(when, case.today) - _days(case, "pulse_days")):
        return Quiet("pulse-given")
    if _other_measure(case, when):
        return Quiet("other-measure")
    return Quiet("risk") if _at_risk(case) else None


def _days(case: Case, number: str) -> timedelta:
    return timedelta(days=case.number(number))


def _recent(case: Case) -> date:
    return case.today - _days(case, "event_days")


def _other_measure(case: Case, when: date) -> bool:
    since = when - _days(case, "measure_days")
    return any(
        given.start is None or given.start >= since
        for kind in ("med.immunosuppressant", "med.biologic")
        for given in case.picture.treatments.running(kind)
    )


def _at_risk(case: Case) -> bool:
    """What speaks against pulses: infection, cardiac risk, uncontrolled diabetes."""
    problems = case.picture.problems
    if any(not problem.in_remission for problem in problems.active(*_RISKS)):
        return True
    found = case.picture.results.latest(HBA1C, since=case.today - timedelta(days=183))
    high = isinstance(found, Known) and found.value.below(case.number("hba1c_percent")) is False
    return high and bool(problems.active("cond.diabetes"))
