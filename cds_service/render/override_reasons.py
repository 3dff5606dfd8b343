"""The reasons a clinician may give for not following a card."""

from __future__ import annotations

from cds_service.engine.pack import Pack
from cds_service.errors import ContentError
from cds_service.render.response import Coding
from cds_service.tact.advice import Advice

_WHEN_NONE_IS_LISTED = ("O2", "O11")


def override_reasons(advice: Advice, pack: Pack, language: str) -> tuple[Coding, ...]:
    """The reasons of all its rules, each once; never none on warning and critical advice."""
    keys = [key for outcome in advice.outcomes for key in outcome.rule.table.override]
    if not keys and advice.indicator != "info":
        keys = list(_WHEN_NONE_IS_LISTED)
    found: dict[tuple[str, str], Coding] = {}
    for key in keys:
        reason = pack.overrides.get(key)
        if reason is None:
            raise ContentError(f"shared/overrides.yaml has no {key}: add it")
        found.setdefault(
            (reason.system, reason.code),
            Coding(reason.system, reason.code, reason.display.in_language(language)),
        )
    return tuple(found.values())
