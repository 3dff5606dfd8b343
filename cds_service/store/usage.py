"""How the rules are used, counted from the audit: rules, days and times, never patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from cds_service.store.schema import AuditCall, AuditRule, AuditVerdict, Feedback, ShownCard

_MOST_TIMES = 20_000
"""Calls whose duration is read for the figures of speed, the newest first."""


@dataclass(slots=True)
class RuleUsage:
    """One rule of one content version: in how many calls it did what."""

    version: str
    rule: str
    asked: int = 0
    shown: int = 0
    cannot_tell: int = 0
    snoozed: int = 0
    limited: int = 0
    shadow: int = 0
    failed: int = 0
    loud: int = 0
    accepted: int = 0
    overridden: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def quiet(self) -> int:
        """Calls that asked the rule and got no verdict but quiet."""
        return max(self.asked - self.loud, 0)


@dataclass(frozen=True, slots=True)
class DayUsage:
    """One day: calls answered, cards shown, and what became of cards."""

    day: str
    calls: int
    cards: int
    accepted: int
    overridden: int

    def plus(self, other: DayUsage) -> DayUsage:
        """Both together, under the day of this one."""
        return DayUsage(
            self.day,
            self.calls + other.calls,
            self.cards + other.cards,
            self.accepted + other.accepted,
            self.overridden + other.overridden,
        )


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of one hook: half of the calls, 95 of 100, and the slowest."""

    hook: str
    calls: int
    median: float
    slow: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Usage:
    """All of it since an instant."""

    rules: tuple[RuleUsage, ...]
    days: tuple[DayUsage, ...]
    speed: tuple[Speed, ...]


def usage_since(connection: Connection, since: datetime) -> Usage:
    """Count what was answered and what became of it from an instant on."""
    rules: dict[tuple[str, str], RuleUsage] = {}
    _asked(connection, since, rules)
    _verdicts(connection, since, rules)
    _feedback(connection, since, rules)
    ordered = tuple(rules[key] for key in sorted(rules, key=lambda key: (key[1], key[0])))
    return Usage(ordered, _days(connection, since), _speed(connection, since))


def _of(rules: dict[tuple[str, str], RuleUsage], version: str, rule: str) -> RuleUsage:
    return rules.setdefault((version, rule), RuleUsage(version, rule))


def _asked(
    connection: Connection, since: datetime, rules: dict[tuple[str, str], RuleUsage]
) -> None:
    asked = select(AuditRule.content_version, AuditRule.rule, func.count()).join(
        AuditCall,
        (AuditCall.content_version == AuditRule.content_version)
        & (AuditCall.hook == AuditRule.hook),
    )
    grouped = asked.where(AuditCall.at >= since).group_by(AuditRule.content_version, AuditRule.rule)
    for version, rule, count in connection.execute(grouped):
        _of(rules, version, rule).asked = count


def _verdicts(
    connection: Connection, since: datetime, rules: dict[tuple[str, str], RuleUsage]
) -> None:
    names = (AuditCall.content_version, AuditVerdict.rule, AuditVerdict.verdict, AuditVerdict.fate)
    joined = select(*names, func.count()).join(AuditCall, AuditCall.id == AuditVerdict.call_id)
    for version, rule, verdict, fate, count in connection.execute(
        joined.where(AuditCall.at >= since).group_by(*names)
    ):
        found = _of(rules, version, rule)
        found.loud += count
        if verdict == "cannot-tell":
            found.cannot_tell += count
        if fate == "failed":
            found.failed += count
        elif fate in {"shown", "snoozed", "limited"}:
            setattr(found, fate, getattr(found, fate) + count)
        elif fate == "shadow" and verdict == "fires":
            found.shadow += count


def _feedback(
    connection: Connection, since: datetime, rules: dict[tuple[str, str], RuleUsage]
) -> None:
    joined = select(
        ShownCard.content_version, ShownCard.rules, Feedback.outcome, Feedback.reason
    ).join(ShownCard, ShownCard.card == Feedback.card)
    for version, named, outcome, reason in connection.execute(
        joined.where(Feedback.received_at >= since)
    ):
        for rule, *_ in named:
            found = _of(rules, version, rule)
            if outcome == "accepted":
                found.accepted += 1
            else:
                found.overridden += 1
                found.reasons[_code(reason)] += 1


def _code(reason: Any) -> str:  # noqa: ANN401 (JSON)
    return str(reason.get("code", "")) if isinstance(reason, dict) else ""


def _days(connection: Connection, since: datetime) -> tuple[DayUsage, ...]:
    day = func.date(AuditCall.at)
    calls = {
        str(when): (count, cards)
        for when, count, cards in connection.execute(
            select(day, func.count(), func.sum(AuditCall.cards))
            .where(AuditCall.at >= since)
            .group_by(day)
        )
    }
    heard = func.date(Feedback.received_at)
    outcomes: Counter[tuple[str, str]] = Counter()
    for when, outcome, count in connection.execute(
        select(heard, Feedback.outcome, func.count())
        .where(Feedback.received_at >= since)
        .group_by(heard, Feedback.outcome)
    ):
        outcomes[str(when), outcome] += count
    known = sorted({*calls, *(when for when, _ in outcomes)})
    return tuple(
        DayUsage(
            when,
            *calls.get(when, (0, 0)),
            outcomes[when, "accepted"],
            outcomes[when, "overridden"],
        )
        for when in known
    )


def _speed(connection: Connection, since: datetime) -> tuple[Speed, ...]:
    newest = (
        select(AuditCall.hook, AuditCall.latency_ms)
        .where(AuditCall.at >= since)
        .order_by(AuditCall.at.desc())
        .limit(_MOST_TIMES)
    )
    by_hook: dict[str, list[float]] = {}
    for hook, ms in connection.execute(newest):
        by_hook.setdefault(hook, []).append(ms)
    return tuple(_summary(hook, sorted(times)) for hook, times in sorted(by_hook.items()))


def _summary(hook: str, times: Sequence[float]) -> Speed:
    return Speed(hook, len(times), _at(times, 0.5), _at(times, 0.95), times[-1])


def _at(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]
