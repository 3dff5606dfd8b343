"""Kidney function in mL/min/1.73m2, by one stated formula wherever creatinine allows it.

Source: CKD-EPI 2021 creatinine equation (Inker 2021). Compared values always come from the same
method: creatinine with creatinine, a reported rate with a rate reported under the same code.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from cards.definitions.measures import CREATININE, EGFR
from cds_service.model_api import Amount, Call, Gap, Known, Unknown

_UMOL_PER_MG_DL = 88.42


@dataclass(frozen=True, slots=True)
class Rate:
    """One filtration rate: value in mL/min/1.73m2, day, method and source."""

    value: float
    when: date
    method: str
    source: str


def ckd_epi_2021(creatinine_umol_l: float, age: int, sex: str) -> float:
    """Estimated GFR in mL/min/1.73m2 from creatinine in umol/L, age in years, `female`/`male`."""
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
    ratio = creatinine_umol_l / _UMOL_PER_MG_DL / kappa
    low, high = min(ratio, 1.0) ** alpha, max(ratio, 1.0) ** -1.2
    estimated: float = 142.0 * low * high * 0.9938**age * factor
    return estimated


def rates(call: Call) -> tuple[Rate, ...]:
    """Every usable filtration rate, newest first."""
    person = call.picture.person
    found = [
        Rate(result.value.low, result.when, result.concept, result.source)
        for result in call.picture.results.series(EGFR)
        if result.value.exact
    ]
    if person.sex is not None and isinstance(person.age, Known):
        for result in call.picture.results.series(CREATININE):
            if result.value.exact and result.value.low > 0:
                age = person.age.value - (call.today - result.when).days // 365
                value = ckd_epi_2021(result.value.low, age, person.sex)
                found.append(Rate(value, result.when, "ckd-epi-2021", result.source))
    return tuple(sorted(found, key=lambda rate: rate.when, reverse=True))


def latest_rate(call: Call, since: date | None = None) -> Known[float] | Unknown:
    """The newest rate on or after a day; Unknown when there is none."""
    found = [rate for rate in call.once(rates) if since is None or rate.when >= since]
    if found:
        best = found[0]
        return Known(best.value, "mL/min/1.73m2", best.when, best.source)
    gap = call.picture.results.gap
    why = gap.why if gap else ("too-old" if call.once(rates) else "absent")
    return Unknown((Gap("egfr", why),))


@dataclass(frozen=True, slots=True)
class Change:
    """Two rates of the same method: before and after."""

    before: Rate
    after: Rate

    @property
    def fall_percent(self) -> float:
        """How much of the first rate is lost; negative when it rose."""
        return (1 - self.after.value / self.before.value) * 100


def change(call: Call, baseline: date, baseline_days: int, since: date) -> Change | Unknown:
    """From the rate nearest to a day (within `baseline_days`) to the newest one since another."""
    by_method: dict[str, list[Rate]] = defaultdict(list)
    for rate in call.once(rates):
        by_method[rate.method].append(rate)
    found = []
    for series in by_method.values():
        near = [r for r in series if abs((r.when - baseline).days) <= baseline_days]
        later = [r for r in series if r.when >= since]
        if near and later and min(r.value for r in near) > 0:
            first = min(near, key=lambda r: (abs((r.when - baseline).days), r.when))
            found.append(Change(first, later[0]))
    if found:
        return max(found, key=lambda item: (item.after.when, item.after.method == "ckd-epi-2021"))
    gap = call.picture.results.gap
    return Unknown((Gap("egfr", gap.why if gap else "absent-then"),))


def worst_fall(call: Call, since: date, lookback_days: int) -> Change | Unknown:
    """From the best rate of the days before to the newest one since a day, method by method."""
    by_method: dict[str, list[Rate]] = defaultdict(list)
    for rate in call.once(rates):
        by_method[rate.method].append(rate)
    found = []
    for series in by_method.values():
        newest = series[0]
        earlier = [
            rate for rate in series
            if 0 < (newest.when - rate.when).days <= lookback_days and rate.value > 0
        ]  # fmt: skip
        if newest.when >= since and earlier:
            found.append(Change(max(earlier, key=lambda rate: (rate.value, rate.when)), newest))
    if found:
        return max(found, key=lambda item: (item.after.when, item.after.method == "ckd-epi-2021"))
    return Unknown(_why_no_rate(call, since))


def latest_bounds(call: Call, since: date) -> Known[Amount] | Unknown:
    """The newest rate since a day, also when only a bound is reported (`> 90`)."""
    found = latest_rate(call, since)
    reported = call.picture.results.latest(EGFR, since=since)
    known = (
        Known(Amount.exactly(found.value), found.unit, found.when, found.source)
        if isinstance(found, Known)
        else None
    )
    if isinstance(reported, Known) and (
        known is None or (reported.when or since) > (known.when or since)
    ):
        return reported
    return known or Unknown(_why_no_rate(call, since))


def unreadable_rate(call: Call, since: date) -> tuple[Gap, ...]:
    """Why a rate since a day cannot be told although something was sent, or was not asked."""
    results = call.picture.results
    if results.gap is not None:
        return (Gap("egfr", results.gap.why),)
    found = [
        gap
        for measure in (EGFR, CREATININE)
        for when, gap in results.unusable(measure)
        if when is None or when >= since
    ]
    return tuple(dict.fromkeys(found))


def _why_no_rate(call: Call, since: date) -> tuple[Gap, ...]:
    unread = unreadable_rate(call, since)
    if unread:
        return unread
    series = call.picture.results.series(CREATININE)
    person = call.picture.person
    if series and series[0].when >= since:
        if person.sex is None:
            return (Gap("sex", "absent"),)
        if isinstance(person.age, Unknown):
            return person.age.gaps
    return (Gap("egfr", "too-old" if call.once(rates) else "absent"),)
