"""Where the time of a call goes: each step of `answer.py` by itself, without a server."""

from __future__ import annotations

import statistics
import time
from datetime import date

from benchmarks.in_process import LANGUAGE, MAX_CARDS, pack
from benchmarks.request import HOOK
from benchmarks.resources import TODAY
from cds_service.answer import Answer
from cds_service.engine.case import Call
from cds_service.engine.evaluate import evaluate
from cds_service.evidence.gather import gather
from cds_service.hooks.contexts import parse_context
from cds_service.hooks.request import parse_request
from cds_service.picture.picture import Picture
from cds_service.render.card import render_cards
from cds_service.tact.tact import choose
from cds_service.web.replies import hook_reply

STEPS = (
    "hooks: the envelope",
    "evidence: FHIR to typed resources",
    "picture and rules",
    "tact: what is shown",
    "render: the cards",
    "web: the reply as JSON",
)
_CALLS = 200


def measure(body: bytes) -> dict[str, float]:
    """Median CPU microseconds of each step."""
    calls = [_one(body) for _ in range(_CALLS)]
    return {
        step: statistics.median(each[number + 1] - each[number] for each in calls) / 1000
        for number, step in enumerate(STEPS)
    }


def _one(body: bytes) -> list[int]:
    """The clock before the first step and after each."""
    clock = time.thread_time_ns
    at = [clock()]
    request = parse_request(body, HOOK)
    context = parse_context(request)
    at.append(clock())
    evidence = gather(context, request.prefetch)
    at.append(clock())
    picture = Picture(evidence, TODAY)
    outcomes = evaluate(pack(), Call(picture, HOOK, TODAY, pack().definitions))
    at.append(clock())
    advice = choose(outcomes, MAX_CARDS, {})
    at.append(clock())
    cards = render_cards(advice, pack(), picture, "seed", LANGUAGE)
    at.append(clock())
    snoozed: dict[str, date] = {}
    hook_reply(
        Answer(request, evidence, picture, outcomes, snoozed, advice, cards, patient=""), LANGUAGE
    )
    at.append(clock())
    return at
