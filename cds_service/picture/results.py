"""Observations as dated results in one unit each; what cannot be used is kept with its reason."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import Observation
from cds_service.picture.codes import concepts
from cds_service.picture.problems import gap_of
from cds_service.picture.result import (
    Finding,
    Measure,
    Result,
    components,
    day_of,
    quantity_value,
    read_finding,
    read_result,
)
from cds_service.picture.values import Amount, Gap, Known, Unknown

__all__ = ["Finding", "Measure", "Result", "Results"]

_NO_RESULT_YET = {"registered", "cancelled", "entered-in-error"}


class Results:
    """All observations of the patient, indexed by concept."""

    def __init__(self, evidence: Evidence, today: date) -> None:
        self.today = today
        self.gap = gap_of(evidence, Observation, "observations")
        self._evidence = evidence
        self._by_concept: dict[str, list[Observation]] = defaultdict(list)
        for observation in evidence.of(Observation):
            if observation.status in _NO_RESULT_YET:
                continue
            for result in (observation, *components(observation)):
                for coding in result.code.coding if result.code else ():
                    for concept in concepts(coding.system, coding.code):
                        self._by_concept[concept].append(result)
        self._found: dict[str, list[Finding]] = {}
        self._measured: dict[str, tuple[list[Result], list[tuple[date | None, Gap]]]] = {}

    def series(self, measure: Measure) -> list[Result]:
        """The usable results of a measure, newest first."""
        return self._read(measure)[0]

    def unusable(self, measure: Measure) -> list[tuple[date | None, Gap]]:
        """Results of a measure that cannot be used, with their day and the reason."""
        return self._read(measure)[1]

    def latest(
        self, measure: Measure, since: date | None = None, until: date | None = None
    ) -> Known[Amount] | Unknown:
        """The newest result between two days (inclusive); Unknown when a newer one is unusable."""
        last = until or self.today
        first = since or date.min
        usable = [result for result in self.series(measure) if first <= result.when <= last]
        newest = usable[0] if usable else None
        # An undated result does not outdate a dated one; a later unusable one does.
        after = newest.when if newest is not None else None
        newer = [
            gap
            for when, gap in self.unusable(measure)
            if when is not None and first <= when <= last and (after is None or when > after)
        ]
        if newest is not None and not newer:
            return Known(newest.value, measure.unit, newest.when, newest.source)
        blocked = newer + [gap for when, gap in self.unusable(measure) if when is None]
        if blocked:
            return Unknown(tuple(dict.fromkeys(blocked)))
        if self.gap is not None:
            return Unknown((Gap(measure.name, self.gap.why),))
        return Unknown.because(measure.name, "too-old" if self.series(measure) else "absent")

    def nearest(self, measure: Measure, to: date, within_days: int) -> Known[Amount] | Unknown:
        """The result closest to a day, at most `within_days` away; the earlier one on a tie."""
        near = [
            result for result in self.series(measure)
            if abs((result.when - to).days) <= within_days
        ]  # fmt: skip
        if near:
            best = min(near, key=lambda result: (abs((result.when - to).days), result.when))
            return Known(best.value, measure.unit, best.when, best.source)
        blocked = [
            gap
            for when, gap in self.unusable(measure)
            if when is None or abs((when - to).days) <= within_days
        ]
        if blocked:
            return Unknown(tuple(dict.fromkeys(blocked)))
        if self.gap is not None:
            return Unknown((Gap(measure.name, self.gap.why),))
        return Unknown.because(measure.name, "absent-then")

    def never(self, *wanted: str) -> bool | None:
        """Whether no observation of these concepts exists; None when that cannot be known."""
        if any(self._by_concept.get(concept) for concept in wanted):
            return False
        return None if self.gap is not None else True

    def findings(self, *wanted: str, since: date | None = None) -> list[Finding]:
        """Coded, boolean or textual results, newest first; undated ones last."""
        usable = [
            finding
            for concept in wanted
            for finding in self._findings_of(concept)
            if finding.when is None
            or (finding.when <= self.today and (since is None or finding.when >= since))
        ]
        return sorted(usable, key=lambda f: (f.when is not None, f.when or date.min), reverse=True)

    def _findings_of(self, concept: str) -> list[Finding]:
        found = self._found.get(concept)
        if found is None:
            found = self._found[concept] = [
                read_finding(observation, concept)
                for observation in self._by_concept.get(concept, ())
                if observation.dataAbsentReason is None
            ]
        return found

    def _read(self, measure: Measure) -> tuple[list[Result], list[tuple[date | None, Gap]]]:
        read = self._measured.get(measure.name)
        if read is None:
            read = self._measured[measure.name] = self._measure(measure)
        return read

    def _measure(self, measure: Measure) -> tuple[list[Result], list[tuple[date | None, Gap]]]:
        usable: list[Result] = []
        unusable: list[tuple[date | None, Gap]] = []
        for concept in measure.concepts:
            for observation in self._by_concept.get(concept, ()):
                if observation.dataAbsentReason is not None:
                    continue
                when = day_of(observation)
                read = self._value(observation, measure)
                if when is None:
                    unusable.append((None, Gap(measure.name, "date-missing")))
                elif when > self.today:
                    unusable.append((None, Gap(measure.name, "date-in-future")))
                elif isinstance(read, str):
                    unusable.append((when, Gap(measure.name, read)))
                else:
                    usable.append(read_result(observation, read, when, concept, measure))
        usable.sort(key=lambda result: result.when, reverse=True)
        return usable, unusable

    def _value(self, observation: Observation, measure: Measure) -> Amount | str:
        if any(m.startswith("value") for m in self._evidence.unreadable(observation)):
            return "value-unreadable"
        if observation.valueInteger is not None and measure.kind == "score":
            return Amount.exactly(float(observation.valueInteger))
        quantity = observation.valueQuantity
        if quantity is None or quantity.value is None:
            return "value-missing"
        return quantity_value(quantity, measure.kind)
