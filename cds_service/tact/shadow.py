"""Rules in shadow are computed and traced, never shown."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.evaluate import Outcome


def without_shadow(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes that may be shown."""
    return [outcome for outcome in outcomes if not outcome.shadow]
