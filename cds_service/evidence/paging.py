"""All pages of one search, as far as the server, the base and the budget allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin

import msgspec

from cds_service.evidence.bundle import Answer, read_answer
from cds_service.evidence.channel import State
from cds_service.evidence.fetch_client import Door, FhirClient
from cds_service.evidence.fetch_limits import MAX_PAGES, Limits
from cds_service.evidence.fetch_plan import Want
from cds_service.evidence.fetch_trouble import Trouble


class _Head(msgspec.Struct):
    resourceType: str  # noqa: N815 (FHIR's own member name)


_HEAD = msgspec.json.Decoder(_Head)


@dataclass(slots=True)
class Fetched:
    """What came so far; written by the thread that fetches, read when the time is up.

    `ended` is set last: whoever sees it set sees all pages. `seconds` is what it took.
    """

    pages: list[Answer] = field(default_factory=list)
    trouble: Trouble | None = None
    seconds: float = 0.0
    ended: bool = False


def fetch_pages(client: FhirClient, want: Want, door: Door, limits: Limits, into: Fetched) -> None:
    """Fetch the pages of one want, each put into `into` as it comes."""
    began = limits.seconds_spent()
    into.trouble = _fetch_pages(client, want, door, limits, into.pages)
    into.seconds = limits.seconds_spent() - began
    into.ended = True


def _fetch_pages(
    client: FhirClient, want: Want, door: Door, limits: Limits, pages: list[Answer]
) -> Trouble | None:
    url, visited = want.url, {want.url}
    matches = want.had
    for _ in range(MAX_PAGES):
        body = client.get(url, door, limits)
        if isinstance(body, Trouble):
            return body
        page = _page(body, want)
        if isinstance(page, Trouble):
            return page
        matches += page.matches
        _judge_by_itself(page)
        pages.append(page)
        if page.next_url is None:
            return Trouble.FAILED if page.total is not None and page.total > matches else None
        url = urljoin(url, page.next_url)
        if not door.base.holds(url):
            return Trouble.ELSEWHERE
        if url in visited:
            return Trouble.TOO_MANY_PAGES
        visited.add(url)
    return Trouble.TOO_MANY_PAGES


def _page(body: bytes, want: Want) -> Answer | Trouble:
    try:
        kind = _HEAD.decode(body).resourceType
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Trouble.UNREADABLE
    if kind == "OperationOutcome":
        return Trouble.FAILED
    if kind != ("Bundle" if want.is_search else want.kind):
        return Trouble.UNREADABLE
    return read_answer(body)


def _judge_by_itself(page: Answer) -> None:
    # That it is one page of more is no flaw here: the others are fetched, or their lack is told.
    if page.state is State.PARTIAL:
        page.state = State.DATA if page.resources else State.EMPTY
        page.why = ""
