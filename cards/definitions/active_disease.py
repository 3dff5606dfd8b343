"""Whether the lupus is active at all, by signs, flares and scores. Three-valued.

Source: a clinician's statement, an active organ or a recent flare is activity; a clinical SLEDAI
of 0 or a total within low disease activity (LLDAS) is not, unless a sign says otherwise.
"""

from dataclasses import dataclass
from datetime import timedelta

from cards.definitions.activity import cutaneous_form, severe_cns, stated
from cards.definitions.measures import CLINICAL_SLEDAI, SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.nephritis import nephritis
from cards.definitions.scores import score
from cds_service.model_api import Call, Gap, Known

_FLARES = {"mild-moderate", "severe"}


@dataclass(frozen=True, slots=True)
class ActiveDisease:
    """Active or not (None when not known), by which sign (a term), and what is missing."""

    active: bool | None
    sign: str = ""
    gaps: tuple[Gap, ...] = ()


def active_disease(call: Call) -> ActiveDisease:
    """The activity on the day of the call."""
    for sign, present in _signs(call):
        if present:
            return ActiveDisease(True, sign)
    by_score = _by_scores(call)
    if by_score is not None:
        return ActiveDisease(by_score, "score" if by_score else "")
    gap = call.picture.results.gap
    return ActiveDisease(None, gaps=(Gap("disease-activity", gap.why if gap else "absent"),))


def _signs(call: Call) -> tuple[tuple[str, bool], ...]:
    since = call.today - timedelta(days=call.number("activity", "statement_days"))
    flares = call.picture.results.findings("obs.flare", since=since)
    return (
        ("stated", bool(stated(call, "obs.high-disease-activity"))),
        ("joints", bool(stated(call, "obs.articular-active"))),
        ("skin", bool(cutaneous_form(call))),
        ("kidney", bool(call.once(nephritis).active)),
        ("brain", bool(severe_cns(call))),
        ("flare", any(f.when is not None and bool(f.codes & _FLARES) for f in flares)),
    )


def _by_scores(call: Call) -> bool | None:
    clinical = score(call, CLINICAL_SLEDAI)
    if isinstance(clinical, Known) and clinical.value.exact:
        return not clinical.value.zero
    for measure in (SLEDAI_2K, SELENA_SLEDAI):
        total = score(call, measure)
        if isinstance(total, Known):
            return total.value.above(call.number("lldas", "sledai_2k"))
    return None
