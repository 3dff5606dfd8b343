"""What the routes share: the settings, the knowledge, and the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cds_service.answer import Answer, answer
from cds_service.auth.clients import TrustedClient
from cds_service.engine.pack import Pack
from cds_service.settings import Settings
from cds_service.web.fhir_servers import FhirServers
from cds_service.web.memory import Memory
from cds_service.web.services import Service

Clock = Callable[[], date]


@dataclass(frozen=True, slots=True)
class Runtime:
    """Made once at start-up; the clock tells the day in the hospital's time zone."""

    settings: Settings
    pack: Pack
    clock: Clock
    fhir: FhirServers
    memory: Memory

    def answer(
        self, service: Service, body: bytes, language: str, client: TrustedClient | None = None
    ) -> Answer:
        """Answer a call of a client; raises InvalidRequestError or MissingDataError."""
        limit, servers = self.settings.max_cards, self.fhir.of(client)
        recall = self.memory.recall_for(client.issuer if client else "")
        today = self.clock()
        return answer(self.pack, service.hook, body, today, language, limit, servers, recall)
