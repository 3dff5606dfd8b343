"""What is remembered of an answered call: nothing that tells who the patient is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cds_service.answer import Answer
from cds_service.engine.evaluate import Outcome
from cds_service.engine.verdict import CannotTell, Failed, Fires, Quiet
from cds_service.evidence.resources import READ_TYPES
from cds_service.tact.advice import indicator_of

_NAMES = {Fires: "fires", CannotTell: "cannot-tell", Failed: "failed", Quiet: "quiet"}


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """A rule that was not quiet; `fate` is shown, shadow, snoozed, limited or failed."""

    rule: str
    verdict: str
    fate: str
    indicator: str


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card that was shown; `rules` are [rule, verdict, indicator]; patient and order are keys."""

    card: str
    indicator: str
    rules: tuple[tuple[str, str, str], ...]
    order: str | None


@dataclass(frozen=True, slots=True)
class CallRecord:
    """An answered call."""

    at: datetime
    service: str
    hook: str
    language: str
    content_version: str
    seconds: float
    request_id: str
    patient: str | None
    verdicts: tuple[VerdictRecord, ...]
    quiet: tuple[str, ...]
    cards: tuple[CardRecord, ...]
    odd: Mapping[str, int]


def call_record(
    answer: Answer,
    service: str,
    language: str,
    content_version: str,
    at: datetime,
    seconds: float,
    request_id: str,
    order_key: Callable[[str, str], str] | None,
) -> CallRecord:
    """The record of an answer; `order_key` hashes a patient's key with an order's reference."""
    shown = {rule for advice in answer.advice for rule in advice.rules}
    verdicts, quiet = [], []
    for outcome in answer.outcomes:
        if isinstance(outcome.verdict, Quiet):
            quiet.append(outcome.rule.id)
        else:
            verdicts.append(_verdict(outcome, shown, answer.snoozed))
    patient = answer.patient
    cards = tuple(
        CardRecord(
            card.uuid,
            card.indicator,
            tuple((o.rule.id, _NAMES[type(o.verdict)], indicator_of(o)) for o in advice.outcomes),
            order_key(patient, advice.order) if order_key and patient and advice.order else None,
        )
        for card, advice in zip(answer.cards, answer.advice, strict=True)
    )
    return CallRecord(
        at,
        service,
        answer.request.hook,
        language,
        content_version,
        seconds,
        request_id,
        patient or None,
        tuple(verdicts),
        tuple(quiet),
        cards,
        _odd(answer.evidence.odd) if answer.evidence.odd else {},
    )


def _verdict(outcome: Outcome, shown: set[str], snoozed: Mapping[str, object]) -> VerdictRecord:
    rule = outcome.rule.id
    name = _NAMES[type(outcome.verdict)]
    if name == "failed":
        fate = "failed"
    elif outcome.shadow:
        fate = "shadow"
    elif rule in shown:
        fate = "shown"
    else:
        fate = "snoozed" if rule in snoozed else "limited"
    return VerdictRecord(rule, name, fate, indicator_of(outcome))


def _odd(counted: Mapping[str, int]) -> dict[str, int]:
    """Odd resources by type; a type we do not know is the client's text and stays out."""
    found: dict[str, int] = {}
    for name, count in counted.items():
        how, _, kind = name.rpartition(":")
        kept = f"{how or 'mended'}:{kind if kind in READ_TYPES else 'other'}"
        found[kept] = found.get(kept, 0) + count
    return found
