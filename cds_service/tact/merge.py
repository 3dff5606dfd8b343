"""Verdicts about one order and one action become one piece of advice.

Data that are missing are missing once: all that cannot be told about an order is said together,
unless a rule with the same concern fires; then it is said there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from cds_service.engine.evaluate import Outcome
from cds_service.engine.verdict import CannotTell, Fires
from cds_service.tact.advice import Advice
from cds_service.tact.rank import by_urgency


def merge(outcomes: Iterable[Outcome]) -> list[Advice]:
    """Group the outcomes that speak, in the order in which their first one came."""
    speaking = [o for o in outcomes if isinstance(o.verdict, Fires | CannotTell)]
    firing = {
        o.verdict.concern
        for o in speaking
        if isinstance(o.verdict, Fires) and o.verdict.concern.action
    }
    groups: dict[Hashable, list[Outcome]] = {}
    for outcome in speaking:
        verdict = outcome.verdict
        key: Hashable
        match verdict:
            case Fires(concern=concern):
                key = concern if concern.action else ("alone", outcome.rule.id)
            case CannotTell(concern=concern):
                key = concern if concern in firing else ("gaps", concern.order)
            case _:
                continue
        groups.setdefault(key, []).append(outcome)
    return [Advice(by_urgency(group)) for group in groups.values()]
