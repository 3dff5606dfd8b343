"""BASICs, specific items: the eye on hydroxychloroquine, and the kidney.

Source: BASICs (PNDS 2024): eye and hydroxychloroquine, kidney protection; AAO/ACR 2021: baseline
exam, yearly from year 5. Adults with systemic lupus.
Not covered: retinal risk factors (see the eye rules), targets of kidney protection.
"""

from cards.definitions.basics import Item, judge, measured, outside_basics, year
from cards.definitions.eye_exam import eye_exam_requested, eye_exams
from cards.definitions.hcq_exposure import ANTIMALARIAL, exposure
from cards.definitions.proteinuria_check import check_requested
from cds_service.model_api import Case, RequestService, Verdict

_CREATININE = ("obs.creatinine", "obs.egfr")


def decide(case: Case) -> Verdict:
    """Info that lists what is lacking."""
    outside = outside_basics(case)
    if outside:
        return outside
    items = [_kidney(case)]
    if case.picture.treatments.running(ANTIMALARIAL):
        items.insert(0, _eye(case))
    return judge(items)


def _kidney(case: Case) -> Item:
    """The ratio and creatinine together: one request covers both."""
    since = year(case)
    ratio = ("obs.upcr", "obs.upcr.24h", "obs.upcr.12h")
    parts = [
        measured(case.call, "kidney", concepts, since, "upcr") for concepts in (ratio, _CREATININE)
    ]
    wanting = next((part for part in parts if part.lacking is not False), parts[0])
    asked = wanting.lacking is not False and check_requested(case.call)
    return Item(wanting.name, False, wanting.offer) if asked else wanting


def _eye(case: Case) -> Item:
    exams, taken = case.once(eye_exams), case.once(exposure)
    offer = RequestService("eye-exam")
    yearly = taken.days.below(case.number("yearly_from_days")) is False
    recent = exams.last is not None and (exams.last >= year(case) or not yearly)
    if recent or eye_exam_requested(case.call):
        return Item("eye-exam", False, offer)
    return Item("eye-exam", None if exams.gaps else True, offer, exams.gaps)
