"""What the service remembers between calls; none of it may delay or change advice when it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from cds_service.answer import Answer
from cds_service.errors import StoreLostError
from cds_service.settings import Settings
from cds_service.store.entry import Entry
from cds_service.store.store import Store
from cds_service.tact.recall import Recall, Recalled, remember_nothing
from cds_service.watch import metrics
from cds_service.watch.call_record import call_record
from cds_service.watch.counting import count_calls
from cds_service.watch.recorder import Recorder

_NO_STORE = "LUPUS_CDS_DATABASE_URL is empty"
_log = logging.getLogger(__name__)


class Memory:
    """The store and the way to it; without a database URL nothing is remembered."""

    def __init__(self, settings: Settings, version: str, now: Callable[[], datetime]) -> None:
        url = settings.database_url
        self.store = Store(url, settings.hash_key) if url else None
        self._retention = timedelta(days=settings.retention_days)
        self._version = version
        self._now = now
        self._recorder = Recorder(self.store.add_calls, self.tidy) if self.store else None
        self._lost = False
        self._rehearsing = False

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Calls in between are answered, and leave nothing behind."""
        self._rehearsing = True
        try:
            yield
        finally:
            self._rehearsing = False

    def recall_for(self, caller: str) -> Recall:
        """The look-up for the patients of a caller (its issuer, empty when that is not known)."""
        if self.store is None or self._rehearsing:
            return remember_nothing
        return partial(self._recall, self.store, caller)

    def record(
        self, answer: Answer, service: str, language: str, seconds: float, request_id: str
    ) -> None:
        """Remember an answered call, soon."""
        if self._rehearsing:
            return
        record = call_record(
            answer,
            service,
            language,
            self._version,
            self._now(),
            seconds,
            request_id,
            self.store.order_key if self.store else None,
        )
        if self._recorder:
            self._recorder.put(record)
        else:
            count_calls([record])

    def keep(self, entries: Sequence[Entry], service: str) -> None:
        """Keep feedback for good; raises StoreLostError if that is not certain."""
        try:
            store = self._there()
            store.add_feedback(entries, service, self._now())
        except StoreLostError:
            metrics.STORE_LOST.labels("feedback").inc()
            raise
        for entry in entries:
            metrics.FEEDBACK.labels(service, entry.outcome).inc()
        try:
            store.settle([entry.card for entry in entries if entry.outcome == "overridden"])
        except StoreLostError:
            metrics.STORE_LOST.labels("look-up").inc()

    def prepare(self) -> None:
        """Migrate the store before workers are forked; raises StoreLostError."""
        self._there().prepare()

    def wake(self) -> None:
        """Open the store in a new worker, so that its first call need not wait for that."""
        try:
            self.check()
        except StoreLostError as lost:
            _log.warning("a worker starts without the store: %s", lost)

    def check(self) -> None:
        """Raise StoreLostError unless the store is there."""
        self._there().check()

    def tidy(self) -> None:
        """Delete what is older than the retention period."""
        now = self._now()
        self._there().prune(now - self._retention, now)

    def close(self, seconds: float = 10.0) -> None:
        """Write what still waits."""
        if self._recorder:
            self._recorder.close(seconds)

    def _there(self) -> Store:
        if self.store is None:
            raise StoreLostError(_NO_STORE)
        return self.store

    def _recall(self, store: Store, caller: str, fhir_server: str, patient_id: str) -> Recalled:
        patient = ""
        try:
            patient = store.patient_key(caller, fhir_server, patient_id)
            found = Recalled(patient, store.overrides(patient, self._now()))
        except StoreLostError as lost:
            metrics.STORE_LOST.labels("look-up").inc()
            if not self._lost:
                self._lost = True
                _log.warning("overrides cannot be looked up, all advice is shown: %s", lost)
            return Recalled(patient)
        if self._lost:
            self._lost = False
            _log.warning("overrides can be looked up again")
        return found
