"""Which advice is worth a clinician's attention now, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cds_service.engine.evaluate import Outcome
from cds_service.tact.advice import Advice
from cds_service.tact.merge import merge
from cds_service.tact.rank import rank
from cds_service.tact.shadow import without_shadow
from cds_service.tact.snooze import awake

_NONE: Mapping[str, date] = {}


def choose(
    outcomes: Iterable[Outcome], max_cards: int, snoozed: Mapping[str, date] = _NONE
) -> tuple[Advice, ...]:
    """The advice to show, most urgent first, without the rules that are snoozed.

    At most `max_cards` that are not critical (0 = no limit); critical advice is never dropped.
    """
    chosen: list[Advice] = []
    others = 0
    for advice in rank(merge(awake(without_shadow(outcomes), snoozed))):
        if advice.indicator != "critical":
            others += 1
            if max_cards and others > max_cards:
                continue
        chosen.append(advice)
    return tuple(chosen)
