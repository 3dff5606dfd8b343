"""Biologics side by side once the drafts are signed: what runs together, what a draft ends.

Source: SmPC of anifrolumab (not with another biologic), SmPC of belimumab (caution with other
B-cell-targeted drugs).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from cards.definitions import anifrolumab, belimumab_order
from cards.definitions.anifrolumab import ANIFROLUMAB
from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.biologic_order import Form, form_by_route
from cds_service.model_api import Call, Case, Gap, Treatment

BIOLOGICS = ("med.biologic", "med.anti-cytokine")
ANTI_CD20 = "med.anti-cd20"
_RUNS, _ENDED = {"active", "draft"}, {"completed", "stopped"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A draft and another biologic, and how they meet (a wording of the rule)."""

    wording: str
    draft: Treatment
    other: Treatment


def is_biologic(treatment: Treatment) -> bool:
    """Whether it is one of the biologics looked at."""
    return any(treatment.is_a(group) for group in BIOLOGICS)


def drafted(call: Call) -> tuple[Treatment, ...]:
    """The biologics that the drafts of the call order."""
    found = [t for group in BIOLOGICS for t in call.picture.treatments.ordered(group)]
    return tuple({treatment.reference: treatment for treatment in found}.values())


def pairs(case: Case, draft: Treatment) -> Iterable[Pair]:
    """Every meeting of a draft with another biologic that the labels speak of."""
    treatments = case.picture.treatments
    together = [t for t in treatments.after if is_biologic(t) and _overlap(case.call, draft, t)]
    left = {t.reference for t in together}
    for other in together:
        if not _same_drug(draft, other):
            yield from _combined(draft, other)
        elif _two_forms(case.call, draft, other):
            yield Pair("same-twice", draft, other)
    for before in treatments.now:
        gone = is_biologic(before) and before.reference not in left
        if not gone or not _overlap(case.call, draft, before):
            continue
        if not _same_drug(draft, before):
            if any(_combined(draft, before)):
                yield Pair("switch", draft, before)
        elif _two_forms(case.call, draft, before) and not _ended_on_purpose(case.call, before):
            yield Pair("same-twice", draft, before)
    if draft.is_a(BELIMUMAB):
        for past in treatments.now:
            if past.is_a(ANTI_CD20) and past.reference not in left and _lately(case, past):
                yield Pair("belimumab-after-anti-cd20", draft, past)


def unclear(call: Call) -> tuple[Gap, ...]:
    """Why a biologic that is not listed may still be taken."""
    treatments = call.picture.treatments
    unknown = [t for t in treatments.now if is_biologic(t) and t.status == "unknown"]
    return treatments.gaps + tuple(Gap("medications", "not-stated", t.label) for t in unknown)


def _overlap(call: Call, draft: Treatment, other: Treatment) -> bool:
    if other.reference == draft.reference or other.status not in _RUNS or not other.systemic:
        return False
    begins = max(draft.start or call.today, call.today)
    if other.end is not None and other.end < begins:
        return False
    ends = draft.end
    return ends is None or other.start is None or other.start <= ends


def _same_drug(one: Treatment, other: Treatment) -> bool:
    return bool(one.ingredients & other.ingredients)


def _combined(draft: Treatment, other: Treatment) -> list[Pair]:
    both = (draft, other)
    if any(t.is_a(ANIFROLUMAB) for t in both):
        return [Pair("anifrolumab-with", draft, other)]
    if any(t.is_a(BELIMUMAB) for t in both) and any(t.is_a(ANTI_CD20) for t in both):
        return [Pair("belimumab-anti-cd20", draft, other)]
    return []


def _two_forms(call: Call, one: Treatment, other: Treatment) -> bool:
    forms = {_form(call, one), _form(call, other)}
    return forms == {Form.IV, Form.SC}


def _form(call: Call, treatment: Treatment) -> Form:
    if treatment.is_a(ANIFROLUMAB):
        return anifrolumab.form(call, treatment)
    if treatment.is_a(BELIMUMAB):
        return belimumab_order.form(call, treatment)
    return form_by_route(treatment) or Form.UNKNOWN


def _ended_on_purpose(call: Call, before: Treatment) -> bool:
    """Whether a draft stops, changes or names the running order, so that one form replaces it."""
    running = before.reference.rsplit("/", 1)[-1]
    drafts = call.picture.treatments.drafts
    return any(running in {d.replaces, d.reference.rsplit("/", 1)[-1]} for d in drafts)


def _lately(case: Case, past: Treatment) -> bool:
    since = case.today - timedelta(days=round(case.number("residual_days")))
    if past.status not in _RUNS | _ENDED or (past.start and past.start > case.today):
        return False
    last = past.end or past.start
    return last is not None and last >= since
