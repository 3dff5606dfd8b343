"""The physician finds little activity, the patient feels very unwell.

Source: expert slides (Chiche): physician and patient assessments may part; type 2 symptoms. The
two scales are never converted into each other. The patient's cut-off awaits local validation.
Not covered: the causes (fibromyalgia, depression, sleep, damage), which are for the clinician.
"""

from datetime import timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.measures import PGA, PTGA
from cards.definitions.scores import score
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
    Unknown,
    Verdict,
    all_true,
)

CONCERN = Concern("", "discordance")


def decide(case: Case) -> Verdict:
    """Info when the physician's assessment is low and the patient's high at about the same time."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    if case.picture.results.never(*PGA.concepts, *PTGA.concepts):
        return Quiet("not-assessed")
    physician, patient = score(case.call, PGA), score(case.call, PTGA)
    gaps = [gap for item in (physician, patient) if isinstance(item, Unknown) for gap in item.gaps]
    calm = unwell = None
    facts: dict[str, Fact] = {}
    if isinstance(physician, Known):
        facts["pga"] = Known(physician.value.high, "", physician.when, physician.source)
        above = physician.value.above(case.number("pga_at_most"))
        calm = None if above is None else not above
    if isinstance(patient, Known):
        facts["ptga"] = Known(patient.value.high, "mm", patient.when, patient.source)
        below = patient.value.below(case.number("ptga_at_least"))
        unwell = None if below is None else not below
    both = all_true((calm, unwell))
    if both is False:
        return Quiet("in-accord", facts)
    if both is None or not (isinstance(physician, Known) and isinstance(patient, Known)):
        return CannotTell(tuple(gaps) or (Gap("ptga", "only-bounds"),), facts, CONCERN)
    days = [found.when or case.today for found in (physician, patient)]
    if max(days) - min(days) > timedelta(days=round(case.number("apart_days"))):
        return CannotTell((Gap("ptga" if days[1] < days[0] else "pga", "too-old"),), facts, CONCERN)
    return Fires(
        "discordant",
        slots={
            "pga": Quantity(physician.value, "/3"),
            "pga_day": days[0],
            "ptga": Quantity(patient.value, "mm"),
            "ptga_day": days[1],
        },
        facts=facts,
        concern=CONCERN,
    )
