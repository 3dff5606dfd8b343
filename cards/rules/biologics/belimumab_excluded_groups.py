"""Belimumab in a group for which its label advises against it.

Source: SmPC of belimumab. Hypersensitivity alone is a contraindication; HIV, hepatitis B or C, low
IgG or IgA, transplant and severe active neuropsychiatric lupus are "not recommended".
Not covered: hepatitis B never tested (hbv-before-bcell); depression (belimumab-psy-pml).
"""

from datetime import timedelta

from cards.definitions.activity import severe_cns
from cards.definitions.belimumab_exclusions import BELIMUMAB, belimumab_exclusions
from cards.definitions.belimumab_order import order_of
from cards.definitions.biologic_order import for_another_disease, renews_a_response
from cards.definitions.measures import IGA, IGG
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Quiet,
    Term,
    Unknown,
    Verdict,
)

_CONTRAINDICATION = "belimumab-hypersensitivity"


def decide(case: Case) -> Verdict:
    """Warns and names the groups; asks for a recent IgG level at the start of treatment."""
    order = order_of(case)
    if order is None:
        return Quiet("no-such-order")
    if case.picture.in_trial:
        return Quiet("in-trial")
    if for_another_disease(order):
        return Quiet("other-indication")
    found = case.once(belimumab_exclusions)
    igg = _igg(case)
    facts: dict[str, Fact] = {"groups": ", ".join(found) or None}
    if isinstance(igg, Known):
        facts["igg_g_per_l"] = igg
    concern = Concern(order.reference, "belimumab-excluded")
    renewal = renews_a_response(case.call, BELIMUMAB)
    # Immunoglobulins and the rest of the record are for the start; at a renewal, mon-igg watches.
    gaps = () if renewal else _gaps(case, igg)
    if found:
        wording = "contraindicated" if _CONTRAINDICATION in found else "not-recommended"
        groups = tuple(Term(f"excluded.{name}") for name in found)
        return Fires(wording, {"groups": groups}, facts, concern, missing=gaps)
    return CannotTell(gaps, facts, concern) if gaps else Quiet("no-such-group", facts)


def _igg(case: Case) -> Known[float] | Unknown:
    since = case.today - timedelta(days=round(case.number("igg_days")))
    level = case.picture.results.latest(IGG, since=since)
    if isinstance(level, Unknown):
        return level
    return Known(round(level.value.low, 2), level.unit, level.when, level.source)


def _gaps(case: Case, igg: Known[float] | Unknown) -> tuple[Gap, ...]:
    gaps = list(igg.gaps) if isinstance(igg, Unknown) else []
    iga = case.picture.results.latest(IGA)
    if isinstance(iga, Unknown) and case.picture.results.unusable(IGA):
        gaps += iga.gaps
    if severe_cns(case.call) is None and not case.picture.problems.gap:
        gaps.append(Gap("cns-severe-active", "to-be-stated"))
    gaps += [case.picture.problems.gap] if case.picture.problems.gap else []
    gaps += [case.picture.allergies.gap] if case.picture.allergies.gap else []
    return tuple(dict.fromkeys(gaps))
