"""What comes first: urgency, then what is certain, then the pack's own order."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.evaluate import Outcome
from cds_service.engine.verdict import Fires
from cds_service.tact.advice import URGENCY, Advice, indicator_of


def by_urgency(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes, most urgent first; equal ones keep their order."""
    return tuple(sorted(outcomes, key=_rank))


def rank(advice: Iterable[Advice]) -> list[Advice]:
    """Advice, most urgent first; equal ones keep their order."""
    return sorted(advice, key=lambda one: _rank(one.outcomes[0]))


def _rank(outcome: Outcome) -> tuple[int, bool]:
    return URGENCY[indicator_of(outcome)], not isinstance(outcome.verdict, Fires)
