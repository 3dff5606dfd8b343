"""The response to belimumab as facts of the trace and slots of the wording."""

from cards.definitions.activity_bands import band
from cards.definitions.belimumab_response import Response
from cards.definitions.scores import Score
from cds_service.model_api import Amount, Call, ChartText, Fact, Known, Quantity, Slot, Term


def response_facts(call: Call, found: Response) -> dict[str, Fact]:
    """The facts of the trace."""
    return {
        "category": found.category.value,
        "because": found.because,
        "score": _score(found.score),
        "baseline_score": _score(found.baseline),
        "score_fall": found.fall,
        "activity_band": band(call, found.score),
        "baseline_band": band(call, found.baseline),
        "prednisone_equivalent_mg_per_day": _mg(found.since_start.after),
        "baseline_prednisone_mg_per_day": _mg(found.since_start.before),
        "spared": found.since_start.spared,
        "added_since_start": ", ".join(found.since_start.added) or None,
        "reduced_since_start": ", ".join(found.since_start.reduced) or None,
    }


def _score(score: Score | None) -> Fact:
    if score is None or not score.value.exact:
        return None
    return Known(score.value.high, "{score}", score.when, score.source)


def _mg(dose: Amount) -> float | None:
    return dose.high if dose.exact else None


def response_slots(call: Call, found: Response) -> dict[str, Slot]:
    """The slots of the wording."""
    return {
        "conclusion": Term(f"belimumab.{found.because}"),
        "now": _told(found.score),
        "before": _told(found.baseline),
        "day": found.score.when if found.score else call.today,
        "on": found.on or call.today,
        "dose_before": Quantity(found.since_start.before, "mg/d"),
        "dose_previous": Quantity(found.since_visit.before, "mg/d"),
        "dose_now": Quantity(found.since_visit.after, "mg/d"),
        "added": _drugs(found.since_start.added),
        "reduced": _drugs(found.since_start.reduced),
        "fall": Quantity(call.number("belimumab-response", "fall_points"), "score"),
    }


def _told(score: Score | None) -> Slot:
    return Term("not-known") if score is None else Quantity(score.value)


def _drugs(labels: tuple[str, ...]) -> Slot:
    return tuple(ChartText(label) for label in labels) or Term("no-drug")
