"""Which advice is worth a clinician's attention now, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.evaluate import Outcome
from cds_service.tact.advice import Advice
from cds_service.tact.merge import merge
from cds_service.tact.rank import rank
from cds_service.tact.shadow import without_shadow


def choose(outcomes: Iterable[Outcome], max_cards: int) -> tuple[Advice, ...]:
    """The advice to show, most urgent first.

    At most `max_cards` that are not critical (0 = no limit); critical advice is never dropped.
    """
    chosen: list[Advice] = []
    others = 0
    for advice in rank(merge(without_shadow(outcomes))):
        if advice.indicator != "critical":
            others += 1
            if max_cards and others > max_cards:
                continue
        chosen.append(advice)
    return tuple(chosen)
