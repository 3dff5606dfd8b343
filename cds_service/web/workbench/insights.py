"""The page `/insights`: what the rules said and what became of it; nothing of any patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask, Response, request

from cds_service.errors import StoreLostError
from cds_service.store.usage import DayUsage, Usage
from cds_service.web.runtime import Runtime
from cds_service.web.workbench.pages import Pages

SPANS = (7, 30, 90, 365)
_DEFAULT = 30
_BARS = 90


def add_insights(app: Flask, runtime: Runtime, pages: Pages) -> None:
    """Add `GET /insights`; with authentication on, it asks for a token as the hooks do."""
    pack = runtime.pack

    @app.get("/insights")
    def insights() -> Response:
        language = pages.language()
        asked = request.args.get("days", "")
        days = int(asked) if asked in map(str, SPANS) else _DEFAULT
        first = runtime.clock() - timedelta(days=days - 1)
        usage, lost = _usage(runtime, datetime.combine(first, time.min, UTC))
        versions = sorted({one.version for one in usage.rules}, reverse=True)
        named = request.args.get("version", "")
        chosen = named if named in versions else ""
        of_version = [one for one in usage.rules if chosen in {"", one.version}]
        rows = [one for one in of_version if one.loud or one.accepted or one.overridden]
        return pages.show(
            "insights.html",
            "insights",
            usage=usage,
            rows=rows,
            silent=len(of_version) - len(rows),
            days=days,
            spans=SPANS,
            versions=versions,
            chosen=chosen,
            recent=_evenly(usage.days, first, days),
            lost=lost,
            titles={rule.id: rule.table.title.in_language(language) for rule in pack.rules},
            reason=_reasons(runtime, language),
        )


def _evenly(found: tuple[DayUsage, ...], first: date, days: int) -> list[DayUsage]:
    """Every day of the span, or every week of a long one, those without calls too."""
    wide = 1 if days <= _BARS else 7
    begins = [first + timedelta(days=n) for n in range(0, days, wide)]
    slots = {begin: DayUsage(begin.isoformat(), 0, 0, 0, 0) for begin in begins}
    for one in found:
        past = (date.fromisoformat(one.day) - first).days
        begin = first + timedelta(days=past - past % wide)
        if begin in slots:
            slots[begin] = slots[begin].plus(one)
    return list(slots.values())


def _usage(runtime: Runtime, since: datetime) -> tuple[Usage, bool]:
    store = runtime.memory.store
    try:
        if store is not None:
            return store.usage(since), False
    except StoreLostError:
        pass
    return Usage((), (), ()), True


def _reasons(runtime: Runtime, language: str) -> Callable[[str], str]:
    named = {
        override.code: override.display.in_language(language)
        for override in runtime.pack.overrides.values()
    }
    return lambda code: named.get(code, code or "—")
