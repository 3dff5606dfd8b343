"""Belimumab: failed, ineligible, or eligible. Three-valued; ineligibility is never inferred.

Source: shared definitions ani-les and belimumab-failure. HAS gives two routes to ineligibility,
a moderate form or a contraindication; intolerance alone is neither failure nor ineligibility.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from cards.definitions.activity import moderate_to_severe, stated_on
from cards.definitions.belimumab_exclusions import (
    BELIMUMAB,
    belimumab_exclusions,
    belimumab_stop_reasons,
)
from cards.definitions.belimumab_order import form
from cards.definitions.belimumab_response import Category, response_at
from cards.definitions.belimumab_visits import visit
from cards.definitions.biologic_order import Form
from cards.definitions.serology import anti_dsdna, autoantibody_ever, complement
from cards.definitions.standard_therapy import standard_therapy
from cds_service.model_api import Call, Course, Finding, Gap, all_true, courses

__all__ = ["BELIMUMAB", "Belimumab", "Eligibility", "belimumab"]

_TABLE = "belimumab"
_INEFFICACY = {"inefficacy", "58848006"}
_INTOLERANCE = {"intolerance"}
_NO_RESPONSE = {Category.NO_RESPONSE, Category.FAILURE}
_TO_ATTEST = Gap("belimumab-eligibility", "to-be-attested")


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
    attested, contradiction = _attested(call)
    if attested is not None:
        return Belimumab(Eligibility.INELIGIBLE, attested)
    documented = belimumab_exclusions(call)
    if documented:
        return Belimumab(Eligibility.INELIGIBLE, documented[0])
    if contradiction:
        return Belimumab(Eligibility.UNKNOWN, "belimumab-not-determined", (contradiction,))
    if _not_tolerated(call):
        # Whether an intolerance is a contraindication is the prescriber's word.
        return Belimumab(Eligibility.UNKNOWN, "belimumab-not-determined", (_TO_ATTEST,))
    return _eligible_or_unknown(call)


def _not_tolerated(call: Call) -> bool:
    return bool(call.picture.allergies.of(BELIMUMAB)) or any(
        reasons & _INTOLERANCE for reasons in belimumab_stop_reasons(call)
    )


def _failure(call: Call) -> str | None:
    if any(reasons & _INEFFICACY for reasons in belimumab_stop_reasons(call)):
        return "belimumab-stopped-inefficacy"
    needed = round(call.number(_TABLE, "failure_days"))
    for stretch in _exposures(call):
        last = min(stretch.end or call.today, call.today)
        if (last - stretch.start).days >= needed:
            said = _stated_response(call, stretch.start, last)
            if said is False:
                return "belimumab-exposed-no-response"
            if said is None and _scored_without_response(call, stretch.start, last):
                return "belimumab-scored-no-response"
    return None


def _stated_response(call: Call, start: date, last: date) -> bool | None:
    """The clinician's last word on response that is about this exposure."""
    until = last + timedelta(days=round(call.number(_TABLE, "statement_after_days")))
    for finding in call.picture.results.findings("obs.responder"):
        about = finding.when is not None and start <= finding.when <= until
        if about and finding.boolean is not None:
            return finding.boolean
    return None


def _scored_without_response(call: Call, start: date, last: date) -> bool:
    """Whether the scores of the last visit of the exposure show none (Strasbourg definition)."""
    visits = [visit(call, name, start) for name in ("M12", "M6")]
    judged = next((at for at in visits if at.first <= last), None)
    return judged is not None and response_at(call, judged, None).category in _NO_RESPONSE


def _exposures(call: Call) -> tuple[Course, ...]:
    taken = [t for t in call.picture.treatments.now if t.is_a(BELIMUMAB)]
    # Infusions last four weeks, so their pause counts as soon as one of them is among the orders.
    infused = any(form(call, treatment) is Form.IV for treatment in taken)
    gap = call.number(_TABLE, "gap_days_iv" if infused else "gap_days_sc")
    return tuple(c for c in courses(taken, round(gap)) if c.start <= call.today)


def _attested(call: Call) -> tuple[str | None, Gap | None]:
    """The prescriber's attestation, and the gap when the chart contradicts it."""
    high = stated_on(call, "obs.high-disease-activity")
    contraindication, moderate = _attestations(call)
    if contraindication is not None:
        return "belimumab-attested-contraindication", None
    if moderate is not None:
        contradicted = (
            high is not None
            and high.value
            and (moderate.when is None or high.when is None or high.when >= moderate.when)
        )
        if not contradicted:
            return "belimumab-attested-moderate-form", None
        return None, Gap("belimumab-eligibility", "contradictory")
    if high is not None and not high.value and moderate_to_severe(call):
        return "belimumab-attested-moderate-form", None
    return None, None


def _attestations(call: Call) -> tuple[Finding | None, Finding | None]:
    since = call.today - timedelta(days=round(call.number(_TABLE, "attestation_days")))
    findings = call.picture.results.findings("obs.belimumab-ineligible")
    contraindication = next((f for f in findings if "contraindication" in f.codes), None)
    moderate = next(
        (f for f in findings if "moderate-form" in f.codes and f.when and f.when >= since), None
    )
    return contraindication, moderate


def _eligible_or_unknown(call: Call) -> Belimumab:
    since = call.today - timedelta(days=round(call.number(_TABLE, "serology_days")))
    results_gap = call.picture.results.gap
    why = results_gap.why if results_gap else "absent"
    dsdna, low = anti_dsdna(call, since), complement(call, since)
    answers: dict[str, tuple[bool | None, tuple[Gap, ...]]] = {
        "autoantibodies": (autoantibody_ever(call), (Gap("autoantibodies", why),)),
        "anti-dsdna": (dsdna.answer, dsdna.gaps),
        "complement": (low.answer, low.gaps),
        "activity": (moderate_to_severe(call), (Gap("activity", why),)),
        "age": (call.picture.person.at_least(_least_age(call)), (Gap("birth-date", "absent"),)),
        "standard-therapy": (standard_therapy(call), call.picture.treatments.gaps),
    }
    met = all_true(answer for answer, _ in answers.values())
    listed = call.picture.problems.gap
    if met and listed is None:
        return Belimumab(Eligibility.ELIGIBLE, "belimumab-eligible-label-example")
    if met is False:
        # The label's example is not met; that proves nothing, and more data would not either.
        gaps: tuple[Gap, ...] = (_TO_ATTEST,)
    else:
        gaps = tuple(gap for answer, named in answers.values() if answer is None for gap in named)
        gaps += (listed,) if listed else ()
    return Belimumab(Eligibility.UNKNOWN, "belimumab-not-determined", tuple(dict.fromkeys(gaps)))


def _least_age(call: Call) -> int:
    return round(call.number(_TABLE, "least_age"))
