"""A rapidly progressive nephritis or a thrombotic microangiopathy may be under way.

Source: EULAR 2025 (nephritis) recommendations 10 and 12; usual definitions of both syndromes.
Not covered: eGFR without creatinine; antiphospholipid nephropathy; drugs, which are not proposed.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.haemolysis import haemolysis, haemolysis_signs
from cards.definitions.measures import CREATININE, PLATELETS
from cards.definitions.nephritis_scope import own_kidneys
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Known,
    Proposal,
    Quantity,
    Quiet,
    RequestService,
    Slot,
    Term,
    Unknown,
    Verdict,
    all_true,
)

_CONCERN = Concern("", "kidney-emergency")
_NOT_MEASURED = {"absent", "too-old"}


def decide(case: Case) -> Verdict:
    """Critical when creatinine doubled in 3 months, or platelets below 100 with haemolysis."""
    outside = adult_with_sle(case) or own_kidneys(case)
    if outside:
        return outside
    since = case.today - timedelta(days=round(case.number("recent_days")))
    doubled = _doubling(case, since)
    signs = haemolysis_signs(case.call, since)
    platelets = case.picture.results.latest(PLATELETS, since=since)
    low = None
    facts: dict[str, Fact] = {"creatinine_doubled": bool(doubled)}
    slots: dict[str, Slot] = {**doubled}
    if isinstance(platelets, Known):
        low = platelets.value.below(case.number("platelets"))
        facts["platelets"] = Known(platelets.value.low, "G/L", platelets.when, platelets.source)
        slots |= {
            "platelets": Quantity(platelets.value, "G/L"),
            "platelets_day": platelets.when or case.today,
            "signs": tuple(Term(f"haemolysis.{name}") for name, seen in signs.items() if seen),
        }
    tma = all_true((low, haemolysis(signs)))
    if doubled or tma:
        wording = "both" if doubled and tma else ("rpgn" if doubled else "tma")
        contact = Proposal("contact", (RequestService("nephrology-review"),))
        return Fires(wording, slots, facts, _CONCERN, (contact,))
    gaps = _gaps(case, since, low=low, platelets=platelets, signs=signs)
    return CannotTell(gaps, facts, _CONCERN) if gaps else Quiet("no-sign", facts)


def _doubling(case: Case, since: date) -> Mapping[str, Slot]:
    """The two creatinine values of a doubling within 3 months, empty when there is none."""
    series = [r for r in case.picture.results.series(CREATININE) if r.value.exact]
    if not series or series[0].when < since:
        return {}
    newest = series[0]
    opened = newest.when - timedelta(days=round(case.number("doubling_days")))
    earlier = [r for r in series if opened <= r.when < newest.when and r.value.low > 0]
    if not earlier:
        return {}
    lowest = min(earlier, key=lambda result: result.value.low)
    if newest.value.below(lowest.value.low * case.number("doubling_ratio")):
        return {}
    return {
        "before": Quantity(lowest.value, "umol/L", 0),
        "before_day": lowest.when,
        "after": Quantity(newest.value, "umol/L", 0),
        "after_day": newest.when,
    }


def _gaps(
    case: Case,
    since: date,
    *,
    low: bool | None,
    platelets: Known[object] | Unknown,
    signs: Mapping[str, bool | None],
) -> tuple[Gap, ...]:
    results = case.picture.results
    if results.gap is not None:
        return (Gap("observations", results.gap.why),)
    unread = [g for when, g in results.unusable(CREATININE) if when is None or when >= since]
    if low and haemolysis(dict(signs)) is None:
        unread.append(Gap("haemolysis", "not-stated" if signs else "absent"))
    seen = haemolysis(dict(signs))
    if isinstance(platelets, Unknown) and seen is not False:
        unread += [gap for gap in platelets.gaps if seen or gap.why not in _NOT_MEASURED]
    return tuple(dict.fromkeys(unread))
