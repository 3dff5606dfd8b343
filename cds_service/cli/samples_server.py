"""The FHIR server that samples are put on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Self

import requests

from cds_service.cli.samples_transaction import Json, transaction
from cds_service.errors import LupusCdsError

_FHIR_JSON = {"Accept": "application/fhir+json", "Content-Type": "application/fhir+json"}
_TIMEOUT = 60
_PAUSE = 1.0
_LONGEST_REASON = 300


class FhirServerError(LupusCdsError):
    """The server cannot be reached, or does not take a sample."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the server has taken: the patient as a reference, and the number of resources."""

    patient: str
    resources: int


class FhirServer:
    """An open FHIR R4 server; raises FhirServerError."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._session = requests.Session()
        self._session.headers.update(_FHIR_JSON)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def wait(self, seconds: int) -> None:
        """Come back once the server states what it can do; at once if `seconds` is 0."""
        deadline = time.monotonic() + seconds
        while seconds:
            try:
                self._call("GET", "/metadata")
                return
            except FhirServerError:
                if time.monotonic() >= deadline:
                    raise
            time.sleep(_PAUSE)

    def load(self, chart: Json) -> Loaded:
        """Create or replace every resource of a chart, all or none."""
        sent = transaction(chart, self._base)
        taken = self._call("POST", "", sent)
        if len(taken.get("entry", ())) != len(sent["entry"]):
            raise FhirServerError(f"{self._base} does not say what it did with each resource")
        places: list[str] = [entry["request"]["url"] for entry in sent["entry"]]
        return Loaded(next(one for one in places if one.startswith("Patient/")), len(places))

    def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        try:
            answer = self._session.request(
                method, self._base + path, json=body, timeout=_TIMEOUT, allow_redirects=False
            )
            told = answer.json()
        except requests.JSONDecodeError:
            raise FhirServerError(f"{self._base} does not answer in FHIR JSON") from None
        except requests.RequestException as error:
            raise FhirServerError(f"{self._base} cannot be reached: {_kind(error)}") from None
        if answer.status_code != requests.codes.ok or not isinstance(told, dict):
            raise FhirServerError(f"{self._base} answered {answer.status_code}: {_issues(told)}")
        return told


def _issues(told: object) -> str:
    issues = told.get("issue", ()) if isinstance(told, dict) else ()
    said = "; ".join(str(one.get("diagnostics", one.get("code"))) for one in issues)
    return said[:_LONGEST_REASON] or "no reason given"


def _kind(error: requests.RequestException) -> str:
    return type(error).__name__
