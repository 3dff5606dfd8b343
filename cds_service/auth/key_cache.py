"""The keys of one issuer, kept and renewed: few look-ups, whatever strangers send."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from jwt import PyJWK

from cds_service.auth.key_set import KeySet
from cds_service.errors import KeySetError

_log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds a call waits for a key set to arrive."""
_ABANDONED = 15.0
"""Seconds after which a look-up that hangs no longer keeps another from starting."""
_MAX_AGE = 600.0
"""Seconds after which a set is renewed, so that withdrawn keys go; the old one serves meanwhile."""
_BURST = 2
"""Look-ups that may follow each other at once: the first set, then one for a new key."""
_INTERVAL = 10.0
"""Seconds it takes to earn another look-up, per issuer and worker."""
_MISS_KEPT = 5.0
"""Seconds for which a key id that was looked up in vain is not looked up again."""
_MISSES = 256


class KeyCache:
    """Keys by id; an unknown id renews the set, but never once per request.

    A set that cannot be renewed stays in use, which is logged.
    """

    def __init__(
        self, issuer: str, load: Callable[[], KeySet], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._issuer = issuer
        self._load = load
        self._clock = clock
        self._keys: KeySet = {}
        self._loaded_at = 0.0
        self._misses: dict[str, float] = {}
        self._lock = threading.Lock()
        self._running: threading.Event | None = None
        self._started_at = 0.0
        self._allowance = float(_BURST)
        self._allowance_at = clock()

    def load_now(self) -> None:
        """Load the set at once; raises KeySetError."""
        self._keys = self._load()
        self._loaded_at = self._clock()

    def find(self, kid: str) -> tuple[PyJWK, ...]:
        """The keys of this id, none if it is unknown even after a permitted look-up."""
        found = self._keys.get(kid, ())
        if found:
            if self._clock() - self._loaded_at > _MAX_AGE:
                self._renew()
            return found
        if self._clock() < self._misses.get(kid, 0.0):
            return ()
        renewal = self._renew()
        if renewal is None:
            return ()
        renewal.wait(PATIENCE)
        found = self._keys.get(kid, ())
        if not found:
            self._note_miss(kid)
        return found

    def _renew(self) -> threading.Event | None:
        """The look-up under way, or a new one if one is due; None if it is too early."""
        with self._lock:
            now = self._clock()
            running = self._running
            if running and not running.is_set() and now - self._started_at < _ABANDONED:
                return running
            earned = (now - self._allowance_at) / _INTERVAL
            self._allowance = min(float(_BURST), self._allowance + earned)
            self._allowance_at = now
            if self._allowance < 1:
                return None
            self._allowance -= 1
            self._running = done = threading.Event()
            self._started_at = now
        threading.Thread(target=self._look_up, args=(done,), daemon=True).start()
        return done

    def _look_up(self, done: threading.Event) -> None:
        try:
            keys = self._load()
        except KeySetError as error:
            _log.warning("the key set of %s was not renewed: %s", self._issuer, error)
        else:
            with self._lock:
                if self._running is done:
                    self._keys = keys
                    self._loaded_at = self._clock()
        finally:
            done.set()

    def _note_miss(self, kid: str) -> None:
        with self._lock:
            if len(self._misses) >= _MISSES:
                self._misses.clear()
            self._misses[kid] = self._clock() + _MISS_KEPT
