"""What the routes share: the settings, the knowledge, and the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cds_service.answer import Answer, answer
from cds_service.engine.pack import Pack
from cds_service.settings import Settings
from cds_service.web.services import Service

Clock = Callable[[], date]


@dataclass(frozen=True, slots=True)
class Runtime:
    """Made once at start-up; the clock tells the day in the hospital's time zone."""

    settings: Settings
    pack: Pack
    clock: Clock

    def answer(self, service: Service, body: bytes, language: str) -> Answer:
        """Answer a call; raises InvalidRequestError or MissingDataError."""
        limit = self.settings.max_cards
        return answer(self.pack, service.hook, body, self.clock(), language, limit)
