"""Which FHIR servers may be called for whom: the lists of the trusted clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cds_service.auth.clients import TrustedClient
from cds_service.errors import SettingsError
from cds_service.evidence.fetch import ListedServers
from cds_service.evidence.origin import Base, listed_base
from cds_service.settings import Settings


@dataclass(frozen=True, slots=True)
class FhirServers:
    """The servers of each client by issuer, and those for a caller that is not known."""

    of_issuer: Mapping[str, ListedServers]
    of_anyone: ListedServers

    def of(self, client: TrustedClient | None) -> ListedServers:
        """The servers that may be called for a caller."""
        return self.of_issuer[client.issuer] if client else self.of_anyone


def fhir_servers(settings: Settings, clients: tuple[TrustedClient, ...]) -> FhirServers:
    """Read the lists; raises SettingsError. An unknown caller has all servers in open mode only."""
    bases = {client.issuer: _bases(client) for client in clients}
    union = frozenset[Base]().union(*bases.values())
    budget = settings.fetch_budget_ms
    return FhirServers(
        {issuer: ListedServers(listed, budget) for issuer, listed in bases.items()},
        ListedServers(union if settings.auth == "off" else frozenset(), budget),
    )


def _bases(client: TrustedClient) -> frozenset[Base]:
    listed = set()
    for url in client.fhir_servers:
        try:
            listed.add(listed_base(url))
        except ValueError as error:
            raise SettingsError(
                f"LUPUS_CDS_CLIENTS: client {client.name!r}, fhir_servers {url!r}: {error}"
            ) from None
    return frozenset(listed)
