"""Our service without a server: the pack, and the steps of a call as `answer.py` takes them."""

from __future__ import annotations

from functools import cache

import msgspec

from benchmarks.request import HOOK, LARGE, Chart, build
from benchmarks.resources import TODAY
from cds_service.answer import Answer, answer
from cds_service.engine.case import Call
from cds_service.engine.pack import Pack, load_pack
from cds_service.evidence.gather import gather
from cds_service.hooks.contexts import parse_context
from cds_service.hooks.request import parse_request
from cds_service.picture.picture import Picture

MAX_CARDS = 3
LANGUAGE = "fr"


@cache
def pack() -> Pack:
    """The knowledge pack, loaded once."""
    return load_pack("cards")


def answered(body: bytes, asked: Pack | None = None, hook: str = HOOK) -> Answer:
    """Answer a call as the service does, from the bytes to the cards."""
    return answer(asked or pack(), hook, body, TODAY, LANGUAGE, MAX_CARDS)


def call_of(hook: str, chart: Chart = LARGE) -> Call:
    """The call that the rules of a hook are asked about; nothing of it is worked out yet."""
    request = parse_request(msgspec.json.encode(build(chart, hook)), hook)
    evidence = gather(parse_context(request), request.prefetch)
    return Call(Picture(evidence, TODAY), hook, TODAY, pack().definitions)
