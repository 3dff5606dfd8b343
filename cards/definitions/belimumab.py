"""Belimumab: failed, ineligible, or eligible. Three-valued; ineligibility is never inferred.

Source: shared definitions ani-les and belimumab-failure. HAS gives two routes to ineligibility,
a moderate form or a contraindication; intolerance alone is neither failure nor ineligibility.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from cards.definitions.activity import moderate_to_severe, severe_cns, stated
from cards.definitions.measures import IGA, IGG
from cards.definitions.serology import anti_dsdna_raised, autoantibody_ever, complement_low
from cds_service.model_api import Call, Gap, Known, Treatment, courses

BELIMUMAB = "med.belimumab"
_TABLE = "belimumab"
_INEFFICACY = {"inefficacy", "58848006"}
_CONTRAINDICATION = {"contraindication"}


class Eligibility(Enum):
    """The four answers that the access rules tell apart."""

    FAILED = "failed"
    INELIGIBLE = "ineligible"
    ELIGIBLE = "eligible-likely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Belimumab:
    """Eligibility, the reason for it (a term of the glossary) and what is missing."""

    eligibility: Eligibility
    because: str
    gaps: tuple[Gap, ...] = ()


def belimumab(call: Call) -> Belimumab:
    """Whether belimumab failed, cannot be given, or could be."""
    failed = _failure(call)
    if failed is not None:
        return Belimumab(Eligibility.FAILED, failed)
    attested = _attested(call)
    if attested is not None:
        return Belimumab(Eligibility.INELIGIBLE, attested)
    documented = _documented_ineligibility(call)
    if documented is not None:
        return Belimumab(Eligibility.INELIGIBLE, documented)
    return _eligible_or_unknown(call)


def _failure(call: Call) -> str | None:
    past = call.picture.treatments.of(BELIMUMAB)
    if any(treatment.stop_reasons & _INEFFICACY for treatment in past):
        return "belimumab-stopped-inefficacy"
    responder = _responder(call)
    if responder is False and _long_enough(call, past):
        return "belimumab-exposed-no-response"
    return None


def _responder(call: Call) -> bool | None:
    for finding in call.picture.results.findings("obs.responder"):
        if finding.boolean is not None:
            return finding.boolean
    return None


def _long_enough(call: Call, past: tuple[Treatment, ...]) -> bool:
    subcutaneous = any("sc" in treatment.routes for treatment in past)
    gap = "gap_days_sc" if subcutaneous else "gap_days_iv"
    needed = call.number(_TABLE, "failure_days")
    return any(
        ((stretch.end or call.today) - stretch.start).days >= needed
        for stretch in courses(past, round(call.number(_TABLE, gap)))
        if stretch.start <= call.today
    )


def _attested(call: Call) -> str | None:
    for finding in call.picture.results.findings("obs.belimumab-ineligible"):
        if "contraindication" in finding.codes:
            return "belimumab-attested-contraindication"
        if "moderate-form" in finding.codes:
            return "belimumab-attested-moderate-form"
    if stated(call, "obs.high-disease-activity") is False and moderate_to_severe(call):
        return "belimumab-attested-moderate-form"
    return None


def _documented_ineligibility(call: Call) -> str | None:
    problems = call.picture.problems
    past = call.picture.treatments.of(BELIMUMAB)
    if call.picture.allergies.of(BELIMUMAB) or any(
        treatment.stop_reasons & _CONTRAINDICATION for treatment in past
    ):
        return "belimumab-hypersensitivity"
    for concept, reason in (
        ("cond.hiv", "belimumab-hiv"),
        ("cond.hbv", "belimumab-hepatitis"),
        ("cond.transplant", "belimumab-transplant"),
    ):
        if problems.of(concept):
            return reason
    since = call.today - timedelta(days=round(call.number(_TABLE, "immunoglobulin_days")))
    for measure, number in ((IGG, "igg_g_per_l"), (IGA, "iga_g_per_l")):
        level = call.picture.results.latest(measure, since=since)
        if isinstance(level, Known) and level.value.below(call.number(_TABLE, number)):
            return "belimumab-immunoglobulin"
    return "belimumab-severe-cns" if severe_cns(call) else None


def _eligible_or_unknown(call: Call) -> Belimumab:
    since = call.today - timedelta(days=round(call.number(_TABLE, "serology_days")))
    gaps: list[Gap] = []
    answers = {
        "autoantibodies": autoantibody_ever(call),
        "anti-dsdna": anti_dsdna_raised(call, since),
        "complement": complement_low(call, since),
        "activity": moderate_to_severe(call),
    }
    results_gap = call.picture.results.gap
    for what, found in answers.items():
        if found is None:
            gaps.append(Gap(what, results_gap.why if results_gap else "absent"))
    old_enough = call.picture.person.at_least(5)
    if old_enough and all(answers.values()) and _on_standard_therapy(call) and not gaps:
        return Belimumab(Eligibility.ELIGIBLE, "belimumab-eligible-label-example")
    if not gaps:
        gaps.append(Gap("belimumab-eligibility", "to-be-attested"))
    return Belimumab(Eligibility.UNKNOWN, "belimumab-not-determined", tuple(gaps))


def _on_standard_therapy(call: Call) -> bool:
    return standard_therapy(call) is True


def standard_therapy(call: Call) -> bool | None:
    """Whether hydroxychloroquine, a glucocorticoid or an immunosuppressant is taken."""
    treatments = call.picture.treatments
    answers = [
        treatments.takes(group)
        for group in ("med.antimalarial", "med.systemic-glucocorticoid", "med.immunosuppressant")
    ]
    if True in answers:
        return True
    return None if None in answers else False
