"""The figures Prometheus collects; every name begins with `lupus_cds_`, no label holds chart text.

Under several workers prometheus_client keeps them in files (`watch.shared`); it decides so when it
is first imported, so `serve` must have chosen the folder by then.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

disable_created_metrics()  # type: ignore[no-untyped-call]

_REGISTRY = CollectorRegistry()
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


def _counter(name: str, told: str, *labels: str) -> Counter:
    return Counter(f"lupus_cds_{name}", told, labels, registry=_REGISTRY)


REQUESTS = _counter("http_requests", "Requests by route and status.", "route", "status")
CALLS = _counter(
    "calls", "Hook calls answered, by service and language.", "service", "language", "version"
)
VERDICTS = _counter(
    "verdicts",
    "Verdicts by rule, content version, verdict and language of the answer.",
    "rule", "version", "verdict", "language",
)  # fmt: skip
FATES = _counter(
    "advice", "What became of verdicts that speak: shown, shadow, snoozed, limited.", "rule", "fate"
)
CARDS = _counter("cards", "Cards shown, by indicator.", "service", "indicator")
LATENCY = Histogram(
    "lupus_cds_call_seconds",
    "Time to answer a hook call.",
    ["service"],
    registry=_REGISTRY,
    buckets=_SECONDS,
)
ODD = _counter(
    "odd_resources", "Resources that were irregular, by how they were read and type.", "how", "type"
)
RULE_FAILURES = _counter("rule_failures", "Rules that raised.", "rule", "version")
DEFECTS = _counter("defects", "Answers 500, each with an incident in the log.")
FEEDBACK = _counter("feedback", "Feedback entries received, by outcome.", "service", "outcome")
AUDITED = _counter("audit_records", "Calls written to the audit.")
AUDIT_DROPPED = _counter("audit_dropped", "Calls not audited because the queue was full.")
STORE_LOST = _counter("store_lost", "Times the store did not do its part, by part.", "part")
FETCHES = _counter(
    "fetches", "Requests to FHIR servers, by resource type and outcome.", "type", "outcome"
)
FETCH_SECONDS = Histogram(
    "lupus_cds_fetch_seconds", "Time of a request to a FHIR server.", registry=_REGISTRY,
    buckets=_SECONDS,
)  # fmt: skip

FetchOutcome = Literal["ok", "refused", "timeout", "error"]


def count_fetch(resource_type: str, outcome: FetchOutcome, seconds: float) -> None:
    """Count a request to a FHIR server; `resource_type` is one of ours, never the server's text."""
    FETCHES.labels(resource_type, outcome).inc()
    FETCH_SECONDS.observe(seconds)


def exposition() -> bytes:
    """All figures as Prometheus reads them, summed over the workers."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(_REGISTRY)
    summed = CollectorRegistry(support_collectors_without_names=True)
    collect: Callable[[CollectorRegistry], object] = MultiProcessCollector
    collect(summed)
    return generate_latest(summed)
