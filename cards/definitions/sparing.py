"""Glucocorticoid and immunosuppressants on two days: spared, raised or added between them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from cards.definitions.doris import prednisone_rounding
from cards.definitions.glucocorticoids import dose_on
from cds_service.model_api import Amount, Call, Gap, Treatment, Unknown, any_true, total

IMMUNOSUPPRESSANT = "med.immunosuppressant"
_NOT_FOR_IMPROVEMENT = {
    "inefficacy", "58848006", "intolerance", "contraindication", "pregnancy", "switch",
    "patient-choice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sparing:
    """Prednisone-equivalent on both days; what fell, rose or was added. None when unknown.

    `added` and `reduced` hold immunosuppressants as the chart writes them: begun or raised, and
    lowered or ended, in between.
    """

    before: Amount
    after: Amount
    glucocorticoid_fell: bool | None
    glucocorticoid_rose: bool | None
    immunosuppressant_fell: bool | None
    added: tuple[str, ...]
    reduced: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def spared(self) -> bool | None:
        """Whether either was reduced; the second only counts without a rise or an addition."""
        less = self.immunosuppressant_fell
        if less and (self.added or self.glucocorticoid_rose):
            less = False
        return any_true((self.glucocorticoid_fell, less))


def sparing(call: Call, earlier: date, later: date) -> Sparing:
    """What changed between two days, from the orders in force on each."""
    tolerance = prednisone_rounding(call)
    first, second = dose_on(call, earlier), dose_on(call, later)
    drugs = _immunosuppressants(call, earlier, later)
    return Sparing(
        before=first.daily,
        after=second.daily,
        glucocorticoid_fell=_less(second.daily, first.daily, tolerance),
        glucocorticoid_rose=_less(first.daily, second.daily, tolerance),
        immunosuppressant_fell=True if drugs.reduced else (None if drugs.gaps else False),
        added=tuple(dict.fromkeys(drugs.added)),
        reduced=tuple(dict.fromkeys(drugs.reduced)),
        gaps=tuple(dict.fromkeys((*first.gaps, *second.gaps, *drugs.gaps))),
    )


def _less(one: Amount, other: Amount, tolerance: float) -> bool | None:
    """Whether one amount is certainly smaller than another, by more than the rounding."""
    if one.high < other.low - tolerance:
        return True
    return False if one.low >= other.high - tolerance else None


@dataclass(slots=True)
class _Drugs:
    """Immunosuppressants that changed between two days, and the doses that could not be read."""

    added: list[str] = field(default_factory=list)
    reduced: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def _immunosuppressants(call: Call, earlier: date, later: date) -> _Drugs:
    by_drug: dict[frozenset[str], list[Treatment]] = defaultdict(list)
    for treatment in call.picture.treatments.of(IMMUNOSUPPRESSANT):
        if not treatment.as_needed:
            by_drug[treatment.ingredients].append(treatment)
    changed = _Drugs()
    for orders in by_drug.values():
        first = [order for order in orders if order.taken_on(earlier)]
        second = [order for order in orders if order.taken_on(later)]
        if not (first or second) or (first == second and len(first[0].steps) <= 1):
            continue
        change = _change(first, earlier, second, later)
        if isinstance(change, Unknown):
            changed.gaps.extend(change.gaps)
        elif change > 0:
            changed.added += [order.label for order in second]
        elif change < 0 and not _stopped_otherwise(first):
            changed.reduced += [order.label for order in first]
    return changed


def _stopped_otherwise(orders: list[Treatment]) -> bool:
    """Whether it ended for a reason that is no improvement (failure, intolerance, a switch)."""
    return any(order.stop_reasons & _NOT_FOR_IMPROVEMENT for order in orders)


def _change(
    first: list[Treatment], earlier: date, second: list[Treatment], later: date
) -> float | Unknown:
    """By how many mg/day the dose changed; begun and ended count whatever the dose."""
    if not first or not second:
        return 1.0 if second else -1.0
    before = [order.daily(earlier) for order in first]
    after = [order.daily(later) for order in second]
    gaps = [gap for dose in (*before, *after) if isinstance(dose, Unknown) for gap in dose.gaps]
    sums = [total(d for d in doses if isinstance(d, Amount)) for doses in (before, after)]
    if gaps or not all(amount.exact for amount in sums):
        return Unknown(tuple(gaps) or (first[0].dose_gap("range-around-limit"),))
    return round(sums[1].high - sums[0].high, 6)
