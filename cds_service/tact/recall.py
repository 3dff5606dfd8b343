"""What is remembered of a patient when a call comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cds_service.tact.snooze import Overridden


@dataclass(frozen=True, slots=True)
class Recalled:
    """The patient's key (a keyed hash, empty without a store) and the overrides that may count."""

    patient: str = ""
    overrides: tuple[Overridden, ...] = ()


class Recall(Protocol):
    """Looks a patient up; never raises and never takes long: advice does not depend on it."""

    def __call__(self, fhir_server: str, patient_id: str) -> Recalled:
        """What is remembered of the patient of a FHIR server (empty when it was not named)."""


def remember_nothing(fhir_server: str, patient_id: str) -> Recalled:  # noqa: ARG001 (a Recall)
    """Everyone is met for the first time."""
    return Recalled()
