"""SRI-4 since the start of the present biologic.

Source: SRI-4 (BLISS trials): 4 points less on one instrument, no new BILAG A and fewer than 2 new
BILAG B, physician assessment not up by 0.3.
Not covered: treatment changes that a trial would count as failure.
"""

from cards.definitions.gates import adult_with_sle
from cards.definitions.sri4 import BIOLOGIC, Sri4, newest_biologic, sri4
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Quantity,
    Quiet,
    Slot,
    Term,
    Unknown,
    Verdict,
)

CONCERN = Concern("", "sri-4")


def decide(case: Case) -> Verdict:
    """Yes or no when all three components are there; otherwise not evaluable."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    biologic = newest_biologic(case.call)
    if biologic is None:
        if case.picture.treatments.takes(BIOLOGIC) is None:
            return CannotTell(case.picture.treatments.gaps, concern=CONCERN)
        return Quiet("no-such-treatment")
    drug, course = biologic
    if (case.today - course.start).days < case.number("first_day"):
        return Quiet("too-early")
    found = sri4(case.call, course.start)
    if isinstance(found, Unknown):
        return CannotTell(found.gaps, {"category": "not-evaluable"}, CONCERN)
    fell_short = found.fall.below(case.number("fall_points"))
    parts = {
        "sri4.score": None if fell_short is None else not fell_short,
        "sri4.bilag": found.new_a.value.below(case.number("new_a_below"))
        and found.new_b.value.below(case.number("new_b_below")),
        "sri4.pga": found.pga_rise.below(case.number("pga_rise_below")),
    }
    failing = tuple(Term(name) for name, met in parts.items() if met is False)
    facts: dict[str, Fact] = {
        "instrument": found.now.instrument,
        "score_fall": found.fall.high,
        "new_bilag_a": found.new_a.value.high,
        "new_bilag_b": found.new_b.value.high,
        "pga_rise": round(found.pga_rise.high, 4),
    }
    if not failing and None in parts.values():
        bounds = Gap(found.now.instrument, "only-bounds")
        return CannotTell((bounds,), {**facts, "category": "not-evaluable"}, CONCERN)
    return Fires(
        "no" if failing else "yes",
        slots={"drug": ChartText(drug), "start": course.start, "failing": failing, **_slots(found)},
        facts={**facts, "category": "no" if failing else "yes"},
        concern=CONCERN,
    )


def _slots(found: Sri4) -> dict[str, Slot]:
    return {
        "instrument": Term(found.now.instrument),
        "before": Quantity(found.before.value),
        "now": Quantity(found.now.value),
        "day": found.now.when,
        "new_a": Quantity(found.new_a.value),
        "new_b": Quantity(found.new_b.value),
        "pga_before": Quantity(found.pga_before.value),
        "pga_now": Quantity(found.pga_now.value),
    }
