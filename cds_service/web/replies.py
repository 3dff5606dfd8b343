"""The bodies of answers, as JSON bytes; shared by the routes and the command line."""

from __future__ import annotations

import msgspec

from cds_service.answer import Answer
from cds_service.engine.pack import Pack
from cds_service.render.notices import notice_texts
from cds_service.render.response import Card, Notices, Response, ResponseExtension
from cds_service.render.trace import Row, trace


class Explanation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The cards of a call, and why each rule said what it said."""

    cards: tuple[Card, ...]
    trace: tuple[Row, ...]
    notices: tuple[str, ...] = ()


def hook_reply(answer: Answer, language: str) -> bytes:
    """The answer to a hook."""
    notices = _notices(answer, language)
    extension = ResponseExtension(Notices(notices)) if notices else None
    return msgspec.json.encode(Response(answer.cards, extension))


def explain_reply(answer: Answer, pack: Pack, language: str) -> bytes:
    """The same cards, with a row for every rule of the hook."""
    rows = trace(answer.outcomes, pack, language, answer.snoozed)
    return msgspec.json.encode(Explanation(answer.cards, rows, _notices(answer, language)))


def _notices(answer: Answer, language: str) -> tuple[str, ...]:
    return notice_texts(answer.evidence.notices, answer.outcomes, language)
