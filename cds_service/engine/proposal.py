"""What a rule may propose, in clinical terms; `render` turns it into FHIR actions."""

from __future__ import annotations

from dataclasses import dataclass

from cds_service.picture.treatment import Treatment


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """A dose in mg given once every `every_days` days, for `days` days (None = open-ended)."""

    mg: float
    every_days: int = 1
    days: int | None = None
    times_per_day: int = 1
    with_previous: bool = False
    """Given together with the step before (alternating doses), not after it."""


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """Rewrite the dosage of an order that is being signed."""

    order: Treatment
    doses: tuple[PlannedDose, ...]


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """A new draft order of a drug (a concept of the data contract), as a proposal."""

    drug: str
    doses: tuple[PlannedDose, ...] = ()
    route: str = "oral"


@dataclass(frozen=True, slots=True)
class WithdrawDraft:
    """Take back an order that is being signed; never a running treatment."""

    order: Treatment


@dataclass(frozen=True, slots=True)
class RequestService:
    """A new examination or referral; `service` is a key of the pack's services table."""

    service: str


@dataclass(frozen=True, slots=True)
class RecommendVaccine:
    """A vaccine to be given; `vaccine` is a concept of the data contract (`vac....`)."""

    vaccine: str


Act = ChangeDraft | DraftOrder | WithdrawDraft | RequestService | RecommendVaccine


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing to accept with one click: its key in the rule's table, and what it does."""

    key: str
    acts: tuple[Act, ...]
    alternative: bool = False
    """Excludes the other proposals of the card."""
