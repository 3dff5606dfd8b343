"""Answered calls as figures, many calls at once: off the request path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cds_service.watch import metrics
from cds_service.watch.call_record import CallRecord


def count_calls(calls: Iterable[CallRecord]) -> None:
    """Add calls to the figures."""
    answered: Counter[tuple[str, str, str]] = Counter()
    verdicts: Counter[tuple[str, str, str, str]] = Counter()
    fates: Counter[tuple[str, str]] = Counter()
    cards: Counter[tuple[str, str]] = Counter()
    odd: Counter[tuple[str, str]] = Counter()
    for call in calls:
        version, language = call.content_version, call.language
        answered[call.service, language, version] += 1
        metrics.LATENCY.labels(call.service).observe(call.seconds)
        for rule in call.quiet:
            verdicts[rule, version, "quiet", language] += 1
        for said in call.verdicts:
            verdicts[said.rule, version, said.verdict, language] += 1
            fates[said.rule, said.fate] += 1
            if said.verdict == "failed":
                metrics.RULE_FAILURES.labels(said.rule, version).inc()
        for card in call.cards:
            cards[call.service, card.indicator] += 1
        for name, count in call.odd.items():
            how, _, kind = name.partition(":")
            odd[how, kind] += count
    for metric, counted in (
        (metrics.CALLS, answered),
        (metrics.VERDICTS, verdicts),
        (metrics.FATES, fates),
        (metrics.CARDS, cards),
        (metrics.ODD, odd),
    ):
        for labels, count in counted.items():
            metric.labels(*labels).inc(count)
