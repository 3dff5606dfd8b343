"""One line per patient and rule that has something to say, and the counts over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from cds_service.cohort.chart import Asked
from cds_service.engine.evaluate import Outcome
from cds_service.engine.verdict import CannotTell, Failed, Fires, Quiet
from cds_service.evidence.channel import State
from cds_service.evidence.templates import KEY_OF_TYPE
from cds_service.render.trace import JsonFact, plain
from cds_service.tact.advice import indicator_of

_STATES = {state: state.name.lower() for state in State}


class Finding(msgspec.Struct, frozen=True):
    """What a rule says of a patient."""

    patient: str
    rule: str
    verdict: str
    indicator: str
    facts: dict[str, JsonFact]
    shadow: bool | msgspec.UnsetType = msgspec.UNSET


class Silence(msgspec.Struct, frozen=True):
    """Why the rules that keep quiet about a patient do so: rule -> reason."""

    patient: str
    quiet: dict[str, str]


class RuleCount(msgspec.Struct, rename={"cannot_tell": "cannot-tell"}):
    """In how many patients a rule has something to say, fires, cannot tell."""

    patients: int = 0
    fires: int = 0
    cannot_tell: int = 0


class Summary(msgspec.Struct):
    """The counts of a run, every rule of the hook listed."""

    patients: int
    rejected: int
    rules: dict[str, RuleCount]


def finding_of(patient: str, outcome: Outcome) -> Finding | None:
    """The finding of one rule; None when it keeps quiet or failed."""
    verdict = outcome.verdict
    if not isinstance(verdict, Fires | CannotTell):
        return None
    return Finding(
        patient=f"Patient/{patient}",
        rule=outcome.rule.id,
        verdict="fires" if isinstance(verdict, Fires) else "cannot-tell",
        indicator=indicator_of(outcome),
        facts={k: value for k, fact in verdict.facts.items() if (value := plain(fact)) is not None},
        shadow=True if outcome.shadow else msgspec.UNSET,
    )


def silence_of(patient: str, outcomes: Iterable[Outcome]) -> Silence:
    """The reasons of the rules that keep quiet."""
    quiet = {o.rule.id: o.verdict.reason for o in outcomes if isinstance(o.verdict, Quiet)}
    return Silence(f"Patient/{patient}", quiet)


class Tally(msgspec.Struct):
    """What is counted while patients are asked; tallies of groups are added up."""

    patients: int = 0
    lupus: int = 0
    rejected: int = 0
    fires: Counter[str] = msgspec.field(default_factory=Counter)
    cannot_tell: Counter[str] = msgspec.field(default_factory=Counter)
    fires_in_lupus: Counter[str] = msgspec.field(default_factory=Counter)
    failed: Counter[str] = msgspec.field(default_factory=Counter)
    missing: dict[str, Counter[str]] = msgspec.field(default_factory=dict)
    """For each rule that cannot tell, how often each `what: why` was the reason."""
    odd: Counter[str] = msgspec.field(default_factory=Counter)
    states: dict[str, Counter[str]] = msgspec.field(default_factory=dict)
    """For each resource type, in how many patients it was there, empty, not sent, an error."""
    numbers: dict[str, Counter[str]] = msgspec.field(default_factory=dict)
    """For each measure of the census, how many patients have which (binned) value."""

    unneeded: Counter[str] = msgspec.field(default_factory=Counter)
    """Resources of types that no rule reads."""
    ignored: tuple[str, ...] = ()
    """Files of the input folder that are not part of the input."""

    def count(self, asked: Asked, is_lupus: bool) -> None:
        """Count one patient."""
        self.patients += 1
        self.lupus += is_lupus
        self.odd.update(asked.evidence.odd)
        # Channels come into being when somebody looks: a type that nobody looked for counts too.
        for kind in KEY_OF_TYPE:
            channel = asked.evidence.channels.get(kind)
            state = channel.state if channel else State.NOT_SENT
            self.states.setdefault(kind, Counter())[_STATES[state]] += 1
        for outcome in asked.loud:
            rule = outcome.rule.id
            match outcome.verdict:
                case Fires():
                    self.fires[rule] += 1
                    self.fires_in_lupus[rule] += is_lupus
                case CannotTell(missing=gaps):
                    self.cannot_tell[rule] += 1
                    self.missing.setdefault(rule, Counter()).update(
                        {f"{gap.what}: {gap.why}" for gap in gaps}
                    )
                case Failed():
                    self.failed[rule] += 1
                case _:
                    pass

    def add(self, other: Tally) -> None:
        """Add the counts of another group."""
        self.patients += other.patients
        self.lupus += other.lupus
        self.rejected += other.rejected
        for mine, theirs in (
            (self.fires, other.fires),
            (self.cannot_tell, other.cannot_tell),
            (self.fires_in_lupus, other.fires_in_lupus),
            (self.failed, other.failed),
            (self.odd, other.odd),
        ):
            mine.update(theirs)
        for ours, others in (
            (self.missing, other.missing),
            (self.states, other.states),
            (self.numbers, other.numbers),
        ):
            for key, counts in others.items():
                ours.setdefault(key, Counter()).update(counts)

    def summary(self, rules: Iterable[str]) -> Summary:
        """The counts of `summary.json`."""
        return Summary(
            self.patients,
            self.rejected,
            {
                rule: RuleCount(
                    self.fires[rule] + self.cannot_tell[rule],
                    self.fires[rule],
                    self.cannot_tell[rule],
                )
                for rule in rules
            },
        )


def read_tally(file: Path) -> Tally:
    """The counts that were written to a file."""
    return msgspec.json.decode(file.read_bytes(), type=Tally, dec_hook=_counter)


def _counter(_: type, value: dict[str, int]) -> Counter[str]:
    return Counter(value)
