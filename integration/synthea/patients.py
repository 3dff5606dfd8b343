"""Synthea's patients as their records tell them, one Bundle a file, and calls about them."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

Json = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """All resources of one patient."""

    resources: tuple[Json, ...]

    @cached_property
    def patient(self) -> Json:
        """The Patient itself."""
        return next(r for r in self.resources if r["resourceType"] == "Patient")

    @property
    def id(self) -> str:
        """The patient's id."""
        found: str = self.patient["id"]
        return found

    @property
    def sex(self) -> str:
        """FHIR's administrative gender."""
        found: str = self.patient["gender"]
        return found

    def age(self, on: date) -> int:
        """Whole years on a day."""
        born = date.fromisoformat(self.patient["birthDate"])
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def of(self, kind: str) -> list[Json]:
        """The resources of one type."""
        return [r for r in self.resources if r["resourceType"] == kind]


def read(path: Path) -> Record:
    """Read a Bundle, packed or not."""
    packed = path.read_bytes()
    text = gzip.decompress(packed) if path.suffix == ".gz" else packed
    return Record(tuple(entry["resource"] for entry in orjson.loads(text)["entry"]))


def searchset(found: Iterable[Json]) -> Json:
    """The answer of a FHIR server to a search that found these."""
    entries = [
        {
            "fullUrl": f"https://ehr.example/fhir/{r['resourceType']}/{r['id']}",
            "resource": r,
            "search": {"mode": "match"},
        }
        for r in found
    ]
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(entries),
        **({"entry": entries} if entries else {}),
    }
