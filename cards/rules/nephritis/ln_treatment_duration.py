"""An immunosuppressant or biologic of a nephritis stopped less than 36 months after response.

Source: EULAR 2023 recommendation 8, ACR 2024 statement 11 (3 to 5 years), KDIGO 2024 (36 months).
Not covered: a treatment that is simply not renewed; an earlier stepwise withdrawal.
"""

from datetime import date

from cards.definitions.kidney_response import first_response
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_plan import agents
from cards.definitions.nephritis_scope import nephritis_scope
from cards.definitions.nephritis_treatment import treatment_start
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RequestService,
    Slot,
    Stop,
    Verdict,
    courses,
)

_LASTING = ("med.immunosuppressant", "med.biologic")
_FINITE = ("med.cyclophosphamide", "med.anti-cd20")
_RESPECTED = {
    "inefficacy", "58848006", "intolerance", "contraindication", "pregnancy", "switch",
}  # fmt: skip


def decide(case: Case) -> Verdict:
    """Warning on a stop without a reason or a replacement; says when another agent goes on."""
    stops = [stop for stop in case.picture.treatments.stops if _of_nephritis(stop)]
    if not stops:
        return Quiet("no-such-order")
    outside = nephritis_scope(case)
    if outside:
        return outside
    stop, concern = stops[0], Concern(stops[0].draft.reference, "stop")
    state = case.once(nephritis)
    if state.ever is None:
        return CannotTell(state.gaps, concern=concern)
    if not state.ever:
        return Quiet("no-nephritis")
    continues = agents(case.call)
    excused = _excused(case, stop, continues)
    if excused:
        return Quiet(excused)
    return _by_duration(case, stop, concern, going_on=bool(continues))


def _by_duration(case: Case, stop: Stop, concern: Concern, *, going_on: bool) -> Verdict:
    start = case.once(treatment_start) or _course_start(case, stop)
    facts: dict[str, Fact] = {"treatment_start": start}
    if start is None:
        return CannotTell((Gap("nephritis-treatment-start", "date-missing"),), facts, concern)
    least = case.number("least_days")
    response = first_response(case.call, start)
    since = response.when if response and response.certain else start
    facts["response"] = response.when if response else None
    if (case.today - since).days < least:
        slots: dict[str, Slot] = {"drug": ChartText(stop.draft.label), "since": since}
        told = "response" if response and response.certain else "start"
        return Fires(
            f"{told}-partial" if going_on else told,
            slots=slots,
            facts=facts,
            concern=concern,
            proposals=(Proposal("meeting", (RequestService("multidisciplinary-meeting"),)),),
        )
    if response and (response.certain or (case.today - response.when).days >= least):
        return Quiet("long-enough", facts)
    return CannotTell((Gap("ln-response", "absent"),), facts, concern)


def _of_nephritis(stop: Stop) -> bool:
    return bool(stop.ended) and any(stop.draft.is_a(group) for group in _LASTING)


def _excused(case: Case, stop: Stop, continues: tuple[str, ...]) -> str | None:
    if stop.draft.stop_reasons & _RESPECTED:
        return "stopped-for-a-reason"
    if any(case.picture.treatments.ordered(group) for group in _LASTING):
        return "replaced"
    finite = any(stop.draft.is_a(drug) for drug in _FINITE)
    return "finite-course" if finite and continues else None


def _course_start(case: Case, stop: Stop) -> date | None:
    gap_days = round(case.call.number("nephritis-treatment", "course_gap_days"))
    drugs = stop.draft.ingredients
    taken = [t for group in _LASTING for t in case.picture.treatments.of(group)]
    same = [treatment for treatment in taken if treatment.ingredients & drugs]
    found = courses(same, gap_days)
    return found[-1].start if found else None
