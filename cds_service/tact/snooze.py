"""Advice that was overridden lets the patient's clinicians rest for a while.

What is critical is always said, and so is what has become more urgent than what was overridden:
an override of "cannot tell" does not silence the finding that comes once the data are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cds_service.engine.evaluate import Outcome
from cds_service.engine.table import Indicator
from cds_service.engine.verdict import CannotTell, Fires
from cds_service.tact.advice import URGENCY, Shown, indicator_of

_CRITICAL = URGENCY["critical"]
_CANNOT_TELL = max(URGENCY.values()) + 1


@dataclass(frozen=True, slots=True)
class Overridden:
    """A rule whose card was overridden, what it said then, and the day that was."""

    rule: str
    verdict: Shown
    indicator: Indicator
    on: date


def snooze(
    outcomes: Iterable[Outcome], overrides: Iterable[Overridden], today: date
) -> dict[str, date]:
    """The rules not to show today, each with the first day on which it may be shown again."""
    by_rule: dict[str, list[Overridden]] = {}
    for override in overrides:
        by_rule.setdefault(override.rule, []).append(override)
    found: dict[str, date] = {}
    if by_rule:
        for outcome in outcomes:
            until = _until(outcome, by_rule.get(outcome.rule.id, ()))
            if until is not None and today < until:
                found[outcome.rule.id] = until
    return found


def awake(outcomes: Iterable[Outcome], snoozed: Mapping[str, date]) -> list[Outcome]:
    """The outcomes of rules that are not snoozed."""
    return [outcome for outcome in outcomes if outcome.rule.id not in snoozed]


def _until(outcome: Outcome, overrides: Iterable[Overridden]) -> date | None:
    if not isinstance(outcome.verdict, Fires | CannotTell):
        return None
    now = _urgency(isinstance(outcome.verdict, Fires), indicator_of(outcome))
    if now == _CRITICAL:
        return None
    rest = timedelta(days=outcome.rule.table.snooze_days)
    then = [o.on + rest for o in overrides if _urgency(o.verdict == "fires", o.indicator) <= now]
    return max(then, default=None)


def _urgency(fires: bool, indicator: Indicator) -> int:
    return URGENCY[indicator] if fires else _CANNOT_TELL
