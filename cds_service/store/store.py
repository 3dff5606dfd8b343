"""The store, as the rest of the service sees it: nothing is opened before it is needed."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text

from cds_service.errors import SettingsError, StoreLostError
from cds_service.store import audit, feedback, migrate, tokens
from cds_service.store.address import address, sqlite_file
from cds_service.store.connections import Connections, connect
from cds_service.store.entry import Entry
from cds_service.store.lost import loss_is_told, twice
from cds_service.store.overrides import overrides_of
from cds_service.store.patience import Patience
from cds_service.store.prune import prune
from cds_service.store.secret import hashed, secret_in
from cds_service.store.usage import Usage, usage_since
from cds_service.tact.snooze import Overridden
from cds_service.watch.call_record import CallRecord

T = TypeVar("T")

_LOOK_UP_SECONDS = 0.25
_WRITE_SECONDS = 6.0
_CHECK_SECONDS = 3.0
_SETTLE_SECONDS = 2.0
_SETTLE_STEP = 0.01
_LONGEST_SNOOZE = timedelta(days=3 * 366)
_KEY_WITHOUT_FILE = Path("var/lupus-cds.key")
_log = logging.getLogger(__name__)


class Store:
    """The database of one deployment; safe to make before a fork, if not to use."""

    def __init__(self, database_url: str, hash_key: str = "") -> None:
        self._url = address(database_url)
        self._file = sqlite_file(self._url)
        self._secret = hash_key.encode()
        self._open: Connections | None = None
        self._lock = threading.Lock()
        # A SQLite file answers or fails at once; only a network makes one wait.
        self._patience = None if self._file else Patience()
        self._short_patience = None if self._file else Patience()
        self._known_rules: set[tuple[str, str, str]] = set()
        self._catch_up = False

    # --- start ---

    def prepare(self) -> None:
        """Migrate and have the secret at hand, once, before workers are forked.

        Raises StoreLostError, and then tries again later; SettingsError when nobody gave a secret
        and there is no place for one.
        """
        self._catch_up = True
        if not self._secret:
            try:
                self._secret = secret_in(self._secret_file())
            except StoreLostError as lost:
                if self._file is None:
                    raise SettingsError(f"LUPUS_CDS_HASH_KEY is not set, and {lost.why}") from None
                raise
        self.upgrade()

    def upgrade(self) -> None:
        """Make or migrate the tables; raises StoreLostError."""
        migrate.upgrade(self._url)
        self._catch_up = False

    def check(self) -> None:
        """Raise StoreLostError unless the store is there, ours and writable."""
        self._within(_CHECK_SECONDS, self._check)

    # --- feedback ---

    def add_feedback(self, entries: Sequence[Entry], service: str, at: datetime) -> None:
        """Keep entries for good; raises StoreLostError if that is not certain."""
        self._within(_WRITE_SECONDS, partial(self._add_feedback, entries, service, at))

    def settle(self, cards: Sequence[str]) -> None:
        """Wait a moment for the records of cards that were shown just now, by any worker."""
        wanted = sorted({card for card in cards if _may_be_ours(card)})
        deadline = time.monotonic() + _SETTLE_SECONDS
        while wanted and time.monotonic() < deadline:
            if self._within(_CHECK_SECONDS, partial(self._all_shown, wanted)):
                return
            time.sleep(_SETTLE_STEP)

    def feedback(self) -> Iterator[Mapping[str, Any]]:
        """Every entry, joined to the rules of its card; raises StoreLostError."""
        with loss_is_told(), self._connections().snapshot.connect() as connection:
            yield from feedback.everything(connection)

    # --- what is remembered of a patient ---

    def patient_key(self, caller: str, fhir_server: str, patient_id: str) -> str:
        """The keyed hash of a patient; raises StoreLostError without a secret."""
        return hashed(self._the_secret(), "patient", caller, fhir_server.rstrip("/"), patient_id)

    def order_key(self, patient: str, reference: str) -> str:
        """The keyed hash of an order of a patient."""
        return hashed(self._the_secret(), "order", patient, reference)

    def overrides(self, patient: str, now: datetime) -> tuple[Overridden, ...]:
        """The overrides that may count for a patient; raises StoreLostError, always in time."""
        work = partial(self._overrides, patient, now - _LONGEST_SNOOZE)
        with loss_is_told():
            if self._short_patience is None:
                return twice(work)
            return self._short_patience.within(_LOOK_UP_SECONDS, partial(twice, work))

    # --- client tokens ---

    def remember(self, issuer: str, jti: str, expires_at: float) -> bool:
        """Note a token id until it expires; False if it was noted before; raises StoreLostError."""
        token = hashed(b"", "token", issuer, jti)
        return self._within(_WRITE_SECONDS, partial(self._remember, token, expires_at))

    # --- audit ---

    def add_calls(self, calls: Sequence[CallRecord]) -> None:
        """Write audit records; raises StoreLostError."""
        with loss_is_told():
            twice(partial(self._add_calls, calls))

    def usage(self, since: datetime) -> Usage:
        """How the rules were used from an instant on; raises StoreLostError."""
        return self._within(_CHECK_SECONDS, partial(self._usage, since))

    def prune(self, before: datetime, now: datetime) -> dict[str, int]:
        """Delete what is older than an instant; how many rows of each table."""
        with loss_is_told():
            return prune(self._connections().relaxed, before, now)

    def close(self) -> None:
        """Close all connections."""
        if self._open is not None:
            self._open.close()

    # --- the work itself ---

    def _connections(self) -> Connections:
        if self._open is None:
            with self._lock:
                if self._open is None:
                    self._open = connect(self._url)
        return self._open

    def _within(self, seconds: float, work: Callable[[], T]) -> T:
        with loss_is_told():
            if self._patience is None:
                return twice(work)
            return self._patience.within(seconds, partial(twice, work))

    def _the_secret(self) -> bytes:
        if not self._secret:
            if self._file is not None and not self._file.exists():
                raise StoreLostError("there is no database file: run lupus-cds db upgrade")
            # Twice by two threads is as good as once: the file holds one secret.
            self._secret = secret_in(self._secret_file())
        return self._secret

    def _secret_file(self) -> Path:
        if self._file is not None:
            file = self._file.with_suffix(".key")
        else:
            file = _KEY_WITHOUT_FILE
            _log.warning(
                "LUPUS_CDS_HASH_KEY is not set: patients are hashed with the secret in %s, "
                "which other machines on the same database do not have",
                file,
            )
        with loss_is_told():
            file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def _check(self) -> None:
        if self._catch_up:
            self.upgrade()
        if self._file is not None and not os.access(self._file, os.R_OK | os.W_OK):
            raise StoreLostError("the database file is missing or may not be written")
        with self._connections().read.connect() as connection:
            if why := migrate.out_of_date(connection):
                raise StoreLostError(why)
            if self._file is None and connection.scalar(text("SELECT pg_is_in_recovery()")):
                raise StoreLostError("the database is read-only")

    def _add_feedback(self, entries: Sequence[Entry], service: str, at: datetime) -> None:
        connections = self._connections()
        with connections.durable.begin() as connection:
            feedback.add(connection, entries, service, at)
        if not connections.still_there():
            raise StoreLostError("the database file was deleted")

    def _all_shown(self, cards: Sequence[str]) -> bool:
        with self._connections().read.connect() as connection:
            return feedback.all_shown(connection, cards)

    def _overrides(self, patient: str, since: datetime) -> tuple[Overridden, ...]:
        with self._connections().read.connect() as connection:
            return overrides_of(connection, patient, since)

    def _usage(self, since: datetime) -> Usage:
        with self._connections().read.connect() as connection:
            return usage_since(connection, since)

    def _remember(self, token: str, expires_at: float) -> bool:
        with self._connections().relaxed.begin() as connection:
            return tokens.remember(connection, token, expires_at)

    def _add_calls(self, calls: Sequence[CallRecord]) -> None:
        fresh = {(call.content_version, call.hook): call for call in calls}
        rules = [
            rule
            for call in fresh.values()
            for rule in audit.rules_asked(call)
            if rule not in self._known_rules
        ]
        with self._connections().relaxed.begin() as connection:
            audit.add_calls(connection, calls)
            if rules:
                audit.add_rules(connection, rules)
        self._known_rules.update(rules)


def _may_be_ours(card: str) -> bool:
    """Our cards have UUIDs made from names; nobody waits for a card we cannot have shown."""
    try:
        return UUID(card).version == 5
    except ValueError:
        return False
