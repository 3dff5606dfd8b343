"""New proteinuria, haematuria, nephritis or serositis while on anifrolumab.

Source: poster of Lille and Boulogne (class IV+V nephritis at month 2, pericarditis at month 3);
ACR 2024 for the biopsy threshold; French funding excludes severe active nephritis.
Not covered: stones, menses; a rise of a proteinuria that was above the threshold already.
"""

from cards.definitions.biologic_course import present_course
from cards.definitions.gates import adult_with_sle
from cards.definitions.visceral_events import (
    new_haematuria,
    new_nephritis,
    new_proteinuria,
    new_serositis,
)
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Slot,
    Verdict,
)

ANIFROLUMAB = "med.anifrolumab"
CONCERN = Concern("", "visceral-flare")


def decide(case: Case) -> Verdict:
    """Warns of the first event found; cannot tell when proteinuria or the problems are unknown."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    course = present_course(case.call, ANIFROLUMAB)
    if course is None:
        if case.picture.treatments.takes(ANIFROLUMAB) is None:
            return CannotTell(case.picture.treatments.gaps, concern=CONCERN)
        return Quiet("no-such-treatment")
    protein = new_proteinuria(case.call, course.start)
    serositis = new_serositis(case.call, course.start)
    events = {
        "proteinuria": protein,
        "nephritis": new_nephritis(case.call, course.start),
        "haematuria": new_haematuria(case.call, course.start),
        "serositis": serositis,
    }
    facts: dict[str, Fact] = {
        "anifrolumab_since": course.start,
        **{name: event.happened for name, event in events.items()},
    }
    slots: dict[str, Slot] = {"start": course.start}
    if protein.value is not None:
        value = protein.value
        facts["upcr_mg_per_g"] = Known(round(value.value.low, 1), "mg/g", value.when, value.source)
        slots["upcr"] = Quantity(value.value, "mg/g")
    gaps = (*protein.gaps, *serositis.gaps)
    happened = [name for name, event in events.items() if event.happened]
    if not happened:
        unknown = any(event.happened is None for event in events.values())
        return CannotTell(gaps, facts, CONCERN) if unknown else Quiet("no-event", facts)
    services = [
        *(["nephrology-review"] if happened[0] != "serositis" else []),
        *(["echocardiography"] if serositis.happened else []),
    ]
    return Fires(
        happened[0],
        slots={**slots, "day": events[happened[0]].when or case.today},
        facts=facts,
        concern=CONCERN,
        proposals=(Proposal(services[0], tuple(RequestService(name) for name in services)),),
        missing=gaps,
    )
