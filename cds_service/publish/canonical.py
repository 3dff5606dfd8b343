"""What every artefact carries: its canonical address, version, date, publisher and status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from cds_service.engine.pack import Pack

Json = dict[str, Any]
BASE = "https://lupus-cds.example/fhir"
FHIR_VERSION = "4.0.1"
PUBLISHER = "lupus-cds"
FRANCE = {"coding": [{"system": "urn:iso:std:iso:3166", "code": "FR", "display": "France"}]}


def canonical(kind: str, name: str) -> str:
    """The canonical URL of an artefact: its last two segments are its type and its id."""
    return f"{BASE}/{kind}/{name}"


def computable_name(name: str) -> str:
    """An identifier as FHIR wants it, from an id: `obs.hcq-level` gives `ObsHcqLevel`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))


@dataclass(frozen=True, slots=True)
class Edition:
    """The version and the date that all artefacts made from one content version share."""

    version: str
    day: date

    def head(self, kind: str, name: str, status: str = "active") -> Json:
        """The first members of a canonical resource, in FHIR's order."""
        return {
            "resourceType": kind,
            "id": name,
            "url": canonical(kind, name),
            "version": self.version,
            "name": computable_name(name),
            "status": status,
            "date": self.day.isoformat(),
            "publisher": PUBLISHER,
        }


def edition_of(pack: Pack) -> Edition:
    """The edition of a content version, dated by the last day on which its content was checked."""
    checked = [source.checked_on for source in pack.sources.values()]
    checked += [
        value.checked_on
        for rule in pack.rules
        for number in rule.table.numbers.values()
        for value in number.values
    ]
    return Edition(semantic_version(pack.version), max(checked))


def semantic_version(content_version: str) -> str:
    """The content version as FHIR packages write it: `2026.11.0+a1b2` gives `2026.11.0-ha1b2`.

    Build metadata is dropped by package clients; the letter keeps a hash of digits from being read
    as a number.
    """
    release, _, digest = content_version.partition("+")
    return f"{release}-h{digest}" if digest else release
