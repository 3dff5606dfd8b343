"""One piece of advice: the verdicts that become one card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cds_service.engine.evaluate import Outcome
from cds_service.engine.table import Indicator
from cds_service.engine.verdict import CannotTell, Fires

Shown = Literal["fires", "cannot-tell"]

URGENCY: dict[Indicator, int] = {"critical": 0, "warning": 1, "info": 2}
"""Rank of an indicator; the most urgent is 0."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Outcomes that form one card, most urgent first; every verdict is Fires or CannotTell."""

    outcomes: tuple[Outcome, ...]

    @property
    def indicator(self) -> Indicator:
        """The most urgent indicator of what fires; `info` when nothing does."""
        return indicator_of(self.outcomes[0])

    @property
    def verdict(self) -> Shown:
        """`fires` when any of its rules does."""
        return "fires" if isinstance(self.outcomes[0].verdict, Fires) else "cannot-tell"

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of its rules, most urgent first."""
        return tuple(outcome.rule.id for outcome in self.outcomes)

    @property
    def order(self) -> str:
        """The reference of the order it is about, empty when it is about the patient."""
        verdict = self.outcomes[0].verdict
        return verdict.concern.order if isinstance(verdict, Fires | CannotTell) else ""


def indicator_of(outcome: Outcome) -> Indicator:
    """The urgency of one verdict: that of its wording when it fires, else `info`."""
    if isinstance(outcome.verdict, Fires):
        return outcome.rule.table.wording[outcome.verdict.wording].indicator
    return "info"
