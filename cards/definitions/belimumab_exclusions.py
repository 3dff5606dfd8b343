"""Who should not get belimumab by its label: a contraindication, or "not recommended".

Source: SmPC of belimumab; shared definition ani-les. Hypersensitivity alone is a contraindication
in the strict sense; the other groups are shown as not recommended, for the prescriber to confirm.
"""

from datetime import timedelta

from cards.definitions.activity import severe_cns
from cards.definitions.hepatitis_b import hepatitis_b
from cards.definitions.measures import IGA, IGG
from cds_service.model_api import Call, Known, Treatment

BELIMUMAB = "med.belimumab"
_TABLE = "belimumab"
_CONTRAINDICATION = {"contraindication"}
_PROBLEMS = (
    ("cond.hiv", "belimumab-hiv"),
    ("cond.hcv", "belimumab-hepatitis"),
    ("cond.transplant", "belimumab-transplant"),
)


def belimumab_exclusions(call: Call) -> tuple[str, ...]:
    """Every documented reason (terms of the glossary), hypersensitivity first."""
    found = ["belimumab-hypersensitivity"] if _contraindicated(call) else []
    found += [reason for concept, reason in _PROBLEMS if call.picture.problems.of(concept)]
    if call.once(hepatitis_b).met:
        found.append("belimumab-hepatitis")
    if _low_immunoglobulin(call):
        found.append("belimumab-immunoglobulin")
    if severe_cns(call):
        found.append("belimumab-severe-cns")
    return tuple(dict.fromkeys(found))


def _contraindicated(call: Call) -> bool:
    """A recorded allergy or contraindication; an intolerance alone is neither."""
    allergies = call.picture.allergies.of(BELIMUMAB)
    return any(allergy.kind != "intolerance" for allergy in allergies) or any(
        reasons & _CONTRAINDICATION for reasons in belimumab_stop_reasons(call)
    )


def belimumab_stop_reasons(call: Call) -> tuple[frozenset[str], ...]:
    """Why belimumab was stopped, a stop that is being signed included."""
    treatments = call.picture.treatments
    ended: list[Treatment] = [t for t in treatments.now if t.is_a(BELIMUMAB)]
    ended += [stop.draft for stop in treatments.stops if stop.draft.is_a(BELIMUMAB)]
    return tuple(treatment.stop_reasons for treatment in ended)


def _low_immunoglobulin(call: Call) -> bool:
    since = call.today - timedelta(days=round(call.number(_TABLE, "immunoglobulin_days")))
    for measure, number in ((IGG, "igg_g_per_l"), (IGA, "iga_g_per_l")):
        level = call.picture.results.latest(measure, since=since)
        if isinstance(level, Known) and level.value.below(call.number(_TABLE, number)):
            return True
    return False
