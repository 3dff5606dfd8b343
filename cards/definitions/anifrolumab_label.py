"""The label of anifrolumab, criterion by criterion; it is not limited to skin disease.

Source: EU marketing authorisation of February 2022: adults, moderate to severe active
autoantibody-positive SLE, added to standard therapy.
"""

from cards.definitions.activity import moderate_to_severe
from cards.definitions.measures import SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.scores import score
from cards.definitions.serology import autoantibody_ever
from cards.definitions.standard_therapy import standard_therapy
from cds_service.model_api import Call, Gap, Known

_ADULT = 18


def label_criteria(call: Call) -> dict[str, bool | None]:
    """Each criterion (a term of the glossary) as true, false or not known."""
    return {
        "age": call.picture.person.at_least(_ADULT),
        "sle": call.picture.problems.has("cond.sle"),
        "activity": moderate_to_severe(call),
        "autoantibodies": autoantibody_ever(call),
        "standard-therapy": standard_therapy(call),
    }


def label_gaps(call: Call) -> tuple[Gap, ...]:
    """What is missing for the criteria that are not known."""
    unknown = [name for name, met in call.once(label_criteria).items() if met is None]
    results_gap = call.picture.results.gap
    why = results_gap.why if results_gap else "absent"
    unclear = "to-be-stated" if results_gap is None and _scored(call) else why
    named: dict[str, tuple[Gap, ...]] = {
        "age": (Gap("birth-date", "absent"),),
        "sle": call.picture.problems.why_unknown("cond.sle"),
        "activity": (Gap("activity", unclear),),
        "autoantibodies": (Gap("autoantibodies", why),),
        "standard-therapy": call.picture.treatments.gaps or (Gap("medications", "not-stated"),),
    }
    return tuple(gap for name in unknown for gap in named[name])


def _scored(call: Call) -> bool:
    """Whether a score is there, too low to tell: active skin alone scores few points."""
    return any(isinstance(score(call, index), Known) for index in (SLEDAI_2K, SELENA_SLEDAI))
