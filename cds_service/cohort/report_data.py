"""What the report shows, worked out from the counts of a run: tables and shares, no markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from cds_service.cohort.census import Measure
from cds_service.cohort.findings import Tally
from cds_service.engine.pack import Rule
from cds_service.picture.values import Gap
from cds_service.render.gaps import gap_text

_NOT_NUMBERS = {"none", "unknown"}
_CATEGORIES = ("met", "missed", "unknown")
_MOST_BINS = 40


@dataclass(frozen=True, slots=True)
class Burden:
    """One rule: how often it fires and cannot tell."""

    rule: str
    title: str
    shadow: bool
    fires: int
    per_1000: float
    per_lupus: float
    cannot_tell: int
    cannot_tell_percent: float

    @property
    def speaks(self) -> bool:
        """Whether it has something to say about anybody."""
        return bool(self.fires or self.cannot_tell)


@dataclass(frozen=True, slots=True)
class Distribution:
    """A dose in bins, with the share at or below its target; shares are None of nobody."""

    name: str
    title: str
    target: float
    bins: tuple[tuple[str, int, bool], ...]
    treated: int
    share_of_treated: float | None
    known: int
    share_of_known: float | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A target that is met, missed or not known."""

    name: str
    title: str
    met: int
    missed: int
    unknown: int

    @property
    def patients(self) -> int:
        """How many are at this milestone."""
        return self.met + self.missed + self.unknown


def burdens(tally: Tally, rules: tuple[Rule, ...], language: str) -> list[Burden]:
    """Every rule of the hook, the loudest first."""
    found = [
        Burden(
            rule=rule.id,
            title=rule.table.title.in_language(language),
            shadow=rule.table.status == "shadow",
            fires=tally.fires[rule.id],
            per_1000=_rate(1000 * tally.fires[rule.id], tally.patients),
            per_lupus=_rate(tally.fires_in_lupus[rule.id], tally.lupus),
            cannot_tell=tally.cannot_tell[rule.id],
            cannot_tell_percent=_rate(100 * tally.cannot_tell[rule.id], tally.patients),
        )
        for rule in rules
    ]
    return sorted(found, key=lambda one: (-one.fires, -one.cannot_tell, one.rule))


def lacks(tally: Tally, language: str) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """For each rule that cannot tell: how often, and which data were missing how often."""
    found = []
    for rule, gaps in tally.missing.items():
        told = Counter[str]()
        for gap, times in gaps.items():
            what, _, why = gap.partition(": ")
            told[gap_text(Gap(what, why), language)] += times
        ordered = sorted(told.items(), key=lambda one: (-one[1], one[0]))
        found.append((rule, tally.cannot_tell[rule], ordered))
    return sorted(found, key=lambda one: (-one[1], one[0]))


def distributions(
    tally: Tally, measures: Mapping[str, Measure], language: str
) -> list[Distribution]:
    """The measures that have a target."""
    return [
        _distribution(name, measure, measure.target, tally.numbers.get(name, Counter()), language)
        for name, measure in measures.items()
        if measure.target is not None
    ]


def milestones(tally: Tally, measures: Mapping[str, Measure], language: str) -> list[Milestone]:
    """The measures that are met or missed."""
    return [
        Milestone(name, measure.title.in_language(language), *(counts[c] for c in _CATEGORIES))
        for name, measure in measures.items()
        if measure.target is None
        for counts in [tally.numbers.get(name, Counter())]
    ]


def _distribution(
    name: str, measure: Measure, target: float, counts: Counter[str], language: str
) -> Distribution:
    numbers = _without_gaps(
        sorted((float(bin_), n) for bin_, n in counts.items() if bin_ not in _NOT_NUMBERS)
    )
    treated = sum(n for value, n in numbers if value > 0)
    treated_within = sum(n for value, n in numbers if 0 < value <= target)
    known = sum(n for _, n in numbers)
    within = sum(n for value, n in numbers if value <= target)
    bins = tuple((f"{value:g}", n, value <= target) for value, n in numbers)
    apart = tuple((kind, counts[kind], False) for kind in sorted(_NOT_NUMBERS) if counts[kind])
    return Distribution(
        name=name,
        title=measure.title.in_language(language),
        target=target,
        bins=bins + apart,
        treated=treated,
        share_of_treated=treated_within / treated if treated else None,
        known=known,
        share_of_known=within / known if known else None,
    )


def _without_gaps(numbers: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The bins with empty ones between them, so that a plot shows a gap as wide as it is."""
    values = [value for value, _ in numbers]
    width = min((after - before for before, after in pairwise(values)), default=0.0)
    steps = round((values[-1] - values[0]) / width) + 1 if width else 0
    if not len(values) < steps <= _MOST_BINS:
        return numbers
    counts = Counter({round((value - values[0]) / width): n for value, n in numbers})
    return [(values[0] + step * width, counts[step]) for step in range(steps)]


def _rate(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
