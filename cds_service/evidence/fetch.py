"""Completing the evidence from the EHR's FHIR server, all types at once, within one budget."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache

from cds_service.evidence.absorb import absorb
from cds_service.evidence.channel import State
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.fetch_client import Door, FhirClient
from cds_service.evidence.fetch_drugs import REFERRING, keep_drug, unsent_drugs
from cds_service.evidence.fetch_limits import Limits
from cds_service.evidence.fetch_plan import Want, askable, wanted
from cds_service.evidence.fetch_trouble import Trouble
from cds_service.evidence.origin import Base, base_of
from cds_service.evidence.paging import Fetched, fetch_pages
from cds_service.evidence.templates import KEY_OF_TYPE, REQUIRED_TYPES
from cds_service.hooks.request import HookRequest
from cds_service.watch.metrics import FetchOutcome, count_fetch

_log = logging.getLogger(__name__)
_OUTCOMES: dict[Trouble | None, FetchOutcome] = {
    None: "ok",
    Trouble.TIMEOUT: "timeout",
    Trouble.REFUSED: "refused",
}
_THREADS = 32
"""Threads that fetch, for all calls of a worker process; they only wait for the network."""


@dataclass(frozen=True, slots=True)
class ListedServers:
    """The FHIR bases that may be called, and the time for it in one call."""

    bases: frozenset[Base]
    budget_ms: int

    def fetcher_for(self, request: HookRequest) -> FhirFetcher | Unlisted | None:
        """What completes the evidence of a request; None when it names no server."""
        if request.fhirServer is None or not self.bases or not self.budget_ms:
            return None
        base = base_of(request.fhirServer)
        if base is None or base not in self.bases:
            return Unlisted()
        authorization = request.fhirAuthorization
        door = Door(base, authorization.access_token if authorization else None)
        return FhirFetcher(door, self.budget_ms / 1000)


class Unlisted:
    """Stands for a server that is not called, and says so where required data are missing."""

    def complete(self, evidence: Evidence) -> None:
        """Name the reason; nothing is fetched."""
        for kind in REQUIRED_TYPES:
            channel = evidence.channel(kind)
            if channel.state is State.NOT_SENT:
                channel.why = Trouble.NOT_LISTED


@dataclass(frozen=True, slots=True)
class FhirFetcher:
    """Fetches for one call from one base with one token, `budget` seconds in all."""

    door: Door
    budget: float

    def complete(self, evidence: Evidence) -> None:
        """Fetch what was not sent, or not in full; what cannot be had is noted with its reason."""
        if not askable(evidence.patient_id):
            for kind in KEY_OF_TYPE:
                if not evidence.channel(kind).complete:
                    _note_lack(evidence, kind, Trouble.PATIENT_ID)
            return
        limits = Limits(self.budget)
        asked: set[str] = set()
        searches = [self._begin(want, limits) for want in wanted(evidence, self.door.base)]
        reads = self._read_drugs(evidence, asked, limits)
        # What refers to drugs comes first, so that they are read while the others still answer.
        for task in sorted(searches, key=lambda one: one.want.kind not in REFERRING):
            got = task.result(limits)
            _settle(evidence, task.want, got)
            _count(task.want, got)
            if task.want.kind in REFERRING:
                reads += self._read_drugs(evidence, asked, limits)
        for task in reads:
            got = keep_drug(evidence, task.want, task.result(limits))
            _count(task.want, got)

    def _begin(self, want: Want, limits: Limits) -> _Task:
        into = Fetched()
        future = _threads().submit(fetch_pages, _client(), want, self.door, limits, into)
        return _Task(want, into, future)

    def _read_drugs(self, evidence: Evidence, asked: set[str], limits: Limits) -> list[_Task]:
        drugs = unsent_drugs(evidence, self.door.base, asked)
        return [self._begin(want, limits) for want in drugs]


@dataclass(frozen=True, slots=True)
class _Task:
    """A want on its way; its thread writes `into`."""

    want: Want
    into: Fetched
    future: Future[None]

    def result(self, limits: Limits) -> Fetched:
        """What came, waiting no longer than the budget lasts; the thread no longer writes to it."""
        wait([self.future], timeout=limits.seconds_left())
        ended = self.into.ended
        if ended:
            return self.into
        trouble = Trouble.TIMEOUT
        self.future.cancel()
        if self.future.done() and not self.future.cancelled():
            bug = self.future.exception()
            # Its message may hold an address or worse: only its kind is logged.
            _log.error("fetching failed: %s", type(bug).__name__)
            trouble = Trouble.FAILED
        return Fetched(list(self.into.pages), trouble, limits.seconds_spent())


def _settle(evidence: Evidence, want: Want, got: Fetched) -> None:
    if got.pages:
        channel = evidence.channel(want.kind)
        channel.ask_again()
        for page in got.pages:
            absorb(evidence, page, want.kind)
        if got.trouble is not None:
            channel.answered(State.PARTIAL, got.trouble)
    if got.trouble is not None:
        _note_lack(evidence, want.kind, got.trouble)


def _count(want: Want, got: Fetched) -> None:
    count_fetch(want.kind, _OUTCOMES.get(got.trouble, "error"), got.seconds)


def _note_lack(evidence: Evidence, kind: str, trouble: Trouble) -> None:
    evidence.notice(trouble, KEY_OF_TYPE[kind])
    channel = evidence.channel(kind)
    if channel.state is not State.NOT_SENT:
        return
    if kind in REQUIRED_TYPES:
        # Neither sent nor fetchable: the call cannot be answered, and this is why.
        channel.why = trouble
    else:
        channel.answered(State.ERROR, trouble)


@cache
def _client() -> FhirClient:
    return FhirClient()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="fhir-fetch")
