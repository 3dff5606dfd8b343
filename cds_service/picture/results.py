"""Observations as dated results in one unit each; what cannot be used is kept with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import Observation
from cds_service.evidence.resources.datatypes import CodeableConcept, Quantity
from cds_service.picture.codes import concepts
from cds_service.picture.dates import day, end_of, start_of
from cds_service.picture.problems import gap_of
from cds_service.picture.units import convert, unit_problem
from cds_service.picture.values import Amount, Gap, Known, Unknown

_NO_RESULT_YET = {"registered", "cancelled", "entered-in-error"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of result: its name in gaps, the concepts that mean it, and its unit kind."""

    name: str
    concepts: tuple[str, ...]
    kind: str
    unit: str


class Result(msgspec.Struct, frozen=True, gc=False):
    """One usable numeric result."""

    value: Amount
    when: date
    source: str
    concept: str
    low_limit: float | None = None
    high_limit: float | None = None
    flags: frozenset[str] = frozenset()
    note: str = ""
    specimen: str = ""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One coded, boolean, integer or textual result; `flags` code its interpretation."""

    concept: str
    when: date | None
    source: str
    boolean: bool | None = None
    number: float | None = None
    comparator: str = ""
    text: str = ""
    codes: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


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
            for result in (observation, *_components(observation)):
                for coding in result.code.coding if result.code else ():
                    for concept in concepts(coding.system, coding.code):
                        self._by_concept[concept].append(result)
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
        found = [
            _finding(observation, concept)
            for concept in wanted
            for observation in self._by_concept.get(concept, ())
            if observation.dataAbsentReason is None
        ]
        usable = [
            finding for finding in found
            if finding.when is None
            or (finding.when <= self.today and (since is None or finding.when >= since))
        ]  # fmt: skip
        return sorted(usable, key=lambda f: (f.when is not None, f.when or date.min), reverse=True)

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
                when = _day(observation)
                read = self._value(observation, measure)
                if when is None:
                    unusable.append((None, Gap(measure.name, "date-missing")))
                elif when > self.today:
                    unusable.append((None, Gap(measure.name, "date-in-future")))
                elif isinstance(read, str):
                    unusable.append((when, Gap(measure.name, read)))
                else:
                    usable.append(_result(observation, read, when, concept, measure))
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


def quantity_value(quantity: Quantity, kind: str) -> Amount | str:
    """A laboratory quantity in the canonical unit of its kind, or the reason why not."""
    if quantity.value is None or quantity.value < 0:
        return "value-unreadable"
    converted = convert(kind, quantity.value, quantity.unit, quantity.code)
    if converted is None:
        problem = unit_problem(kind, quantity.unit, quantity.code)
        return f"unit-{problem or 'unknown'}"
    match quantity.comparator:
        case None:
            return Amount.exactly(converted)
        case "<" | "<=":
            return Amount(0.0, converted)
        case ">" | ">=":
            return Amount(converted, float("inf"))
        case _:
            return "value-unreadable"


def _components(panel: Observation) -> Iterable[Observation]:
    """The parts of a panel (systolic and diastolic pressure) as results of their own."""
    for part in panel.component:
        if part.valueQuantity or part.valueCodeableConcept or part.valueBoolean is not None:
            yield msgspec.structs.replace(
                panel,
                code=part.code,
                valueQuantity=part.valueQuantity,
                valueCodeableConcept=part.valueCodeableConcept,
                valueBoolean=part.valueBoolean,
                valueString=None,
                valueInteger=None,
                interpretation=(),
                referenceRange=(),
                dataAbsentReason=None,
                component=(),
            )


def _day(observation: Observation) -> date | None:
    return (
        day(observation.effectiveDateTime)
        or day(observation.effectiveInstant)
        or end_of(observation.effectivePeriod)
        or start_of(observation.effectivePeriod)
        or (day(observation.issued) if observation.effectiveDateTime is None else None)
    )


def _codes(concept: CodeableConcept | None) -> frozenset[str]:
    if concept is None:
        return frozenset()
    return frozenset(coding.code for coding in concept.coding if coding.code)


def _result(
    observation: Observation, value: Amount, when: date, concept: str, measure: Measure
) -> Result:
    low, high = _limits(observation, measure.kind)
    flags: Iterable[frozenset[str]] = (_codes(flag) for flag in observation.interpretation)
    return Result(
        value=value,
        when=when,
        source=f"Observation/{observation.id or '?'}",
        concept=concept,
        low_limit=low,
        high_limit=high,
        flags=frozenset().union(*flags),
        note=" ".join(note.text or "" for note in observation.note),
        specimen=(observation.specimen.display or "") if observation.specimen else "",
    )


def _limits(observation: Observation, kind: str) -> tuple[float | None, float | None]:
    for limits in observation.referenceRange:
        kinds = _codes(limits.type)
        if kinds and "normal" not in kinds:
            continue
        return _limit(limits.low, kind), _limit(limits.high, kind)
    return None, None


def _limit(quantity: Quantity | None, kind: str) -> float | None:
    if quantity is None or quantity.value is None:
        return None
    return convert(kind, quantity.value, quantity.unit, quantity.code)


def _finding(observation: Observation, concept: str) -> Finding:
    coded = observation.valueCodeableConcept
    quantity = observation.valueQuantity
    number = (
        float(observation.valueInteger)
        if observation.valueInteger is not None
        else (quantity.value if quantity else None)
    )
    text = observation.valueString or (coded.text if coded else None) or ""
    return Finding(
        concept=concept,
        when=_day(observation),
        source=f"Observation/{observation.id or '?'}",
        boolean=observation.valueBoolean,
        number=number,
        comparator=(quantity.comparator or "") if quantity else "",
        text=text,
        codes=_codes(coded),
        flags=frozenset().union(*(_codes(flag) for flag in observation.interpretation)),
    )
