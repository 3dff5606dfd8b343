"""The whole story of one call, from the hook's body to its cards; every entry point comes here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cds_service.engine.case import Call
from cds_service.engine.evaluate import Outcome, evaluate
from cds_service.engine.pack import Pack
from cds_service.engine.verdict import CannotTell, Fires
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.gather import FhirAccess, gather
from cds_service.hooks.contexts import parse_context
from cds_service.hooks.request import HookRequest, parse_request
from cds_service.picture.picture import Picture
from cds_service.render.card import Card, render_cards
from cds_service.tact.advice import Advice
from cds_service.tact.recall import Recall, Recalled, remember_nothing
from cds_service.tact.snooze import snooze
from cds_service.tact.tact import choose


@dataclass(frozen=True, slots=True)
class Answer:
    """The cards to show, and all that led to them; `snoozed` rules are silent until a day."""

    request: HookRequest
    evidence: Evidence
    picture: Picture
    outcomes: tuple[Outcome, ...]
    snoozed: Mapping[str, date]
    advice: tuple[Advice, ...]
    cards: tuple[Card, ...]
    patient: str
    """The keyed hash of the patient; empty when nothing is remembered."""


def answer(
    pack: Pack,
    hook: str,
    body: bytes,
    today: date,
    language: str,
    max_cards: int,
    fhir: FhirAccess | None = None,
    recall: Recall = remember_nothing,
) -> Answer:
    """Answer one call; raises InvalidRequestError or MissingDataError."""
    request = parse_request(body, hook)
    fetcher = fhir.fetcher_for(request) if fhir else None
    evidence = gather(parse_context(request), request.prefetch, fetcher)
    picture = Picture(evidence, today)
    outcomes = evaluate(pack, Call(picture, hook, today, pack.definitions))
    # Where no rule speaks there is nothing to silence, and nobody to look up.
    speaks = any(isinstance(outcome.verdict, Fires | CannotTell) for outcome in outcomes)
    known = recall(request.fhirServer or "", evidence.patient_id) if speaks else Recalled()
    snoozed = snooze(outcomes, known.overrides, today)
    advice = choose(outcomes, max_cards, snoozed)
    # Some clients send one hookInstance for every patient: feedback must find the right one.
    seed = f"{request.hookInstance}|{known.patient}" if known.patient else request.hookInstance
    cards = render_cards(advice, pack, picture, seed, language)
    return Answer(request, evidence, picture, outcomes, snoozed, advice, cards, known.patient)
