"""Allergies, immunizations, requested examinations and trial participation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import (
    AllergyIntolerance,
    Immunization,
    MedicationDispense,
    PractitionerRole,
    ResearchSubject,
    ServiceRequest,
)
from cds_service.evidence.resources.datatypes import CodeableConcept
from cds_service.picture.codes import concepts
from cds_service.picture.dates import day, first_day
from cds_service.picture.drugs import identify
from cds_service.picture.medications import drug_of
from cds_service.picture.problems import gap_of
from cds_service.picture.units import convert
from cds_service.picture.values import Gap

_IN_TRIAL = {"eligible", "pending-on-study", "on-study", "on-study-intervention",
             "on-study-observation", "follow-up"}  # fmt: skip
_NOT_HANDED_OVER = {"preparation", "cancelled", "declined", "entered-in-error"}
_OPEN_REQUEST = {"active", "on-hold", "draft"}


@dataclass(frozen=True, slots=True)
class Record:
    """One coded record with its day and label; `kind` is `allergy`, `intolerance` or not said."""

    concepts: frozenset[str]
    when: date | None
    label: str
    reference: str
    amount: float | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one kind; `gap` says why absence is not a fact, None when it is."""

    listed: tuple[Record, ...]
    gap: Gap | None

    def of(self, *wanted: str) -> tuple[Record, ...]:
        """The records of the concepts."""
        return tuple(r for r in self.listed if not r.concepts.isdisjoint(wanted))

    def has(self, *wanted: str) -> bool | None:
        """Whether there is one; None when absence is not a fact."""
        return True if self.of(*wanted) else (None if self.gap else False)


def read_allergies(evidence: Evidence) -> Records:
    """Active allergies and intolerances, by the drug or substance they name."""
    listed = []
    for allergy in evidence.of(AllergyIntolerance):
        status = (
            {c.code for c in allergy.clinicalStatus.coding} if allergy.clinicalStatus else set()
        )
        if status & {"inactive", "resolved"}:
            continue
        record = _record(
            f"AllergyIntolerance/{allergy.id or '?'}", allergy.code, None, as_drug=True
        )
        listed.append(replace(record, kind=allergy.type or ""))
    return Records(tuple(listed), gap_of(evidence, AllergyIntolerance, "allergies"))


def read_immunizations(evidence: Evidence) -> Records:
    """Vaccines given."""
    listed = [
        _record(
            f"Immunization/{given.id or '?'}",
            given.vaccineCode,
            first_day(given.occurrenceDateTime),
            as_drug=True,
        )
        for given in evidence.of(Immunization)
        if given.status != "not-done"
    ]
    return Records(tuple(listed), gap_of(evidence, Immunization, "immunizations"))


def read_requests(evidence: Evidence) -> Records:
    """Examinations and referrals requested and still open, those of the call included."""
    drafted = [draft.resource for draft in evidence.drafts]
    listed = [
        _record(f"ServiceRequest/{request.id or '?'}", request.code, first_day(request.authoredOn))
        for request in (*evidence.of(ServiceRequest), *drafted)
        if isinstance(request, ServiceRequest) and request.status in _OPEN_REQUEST
    ]
    return Records(tuple(listed), gap_of(evidence, ServiceRequest, "service-requests"))


def read_dispenses(evidence: Evidence) -> Records:
    """Dispensed supplies; `amount` is the days of supply."""
    listed = []
    for dispense in evidence.of(MedicationDispense):
        if dispense.status in _NOT_HANDED_OVER:
            continue
        drug = drug_of(dispense, evidence)
        supply = dispense.daysSupply
        days = (
            convert("time_days", supply.value, supply.unit, supply.code)
            if (supply and supply.value)
            else None
        )
        listed.append(
            Record(
                drug.concepts,
                day(dispense.whenHandedOver),
                drug.label,
                f"MedicationDispense/{dispense.id or '?'}",
                days,
            )
        )
    return Records(tuple(listed), gap_of(evidence, MedicationDispense, "dispenses"))


def in_trial(evidence: Evidence, today: date) -> bool:
    """Whether a research subject record says that the patient takes part in a trial today."""
    for subject in evidence.of(ResearchSubject):
        ended = first_day(subject.period.end) if subject.period else None
        if subject.status in _IN_TRIAL and (ended is None or ended >= today):
            return True
    return False


def specialties(evidence: Evidence) -> frozenset[str]:
    """Specialty codes and words of the prescriber's roles; empty when not sent."""
    return frozenset(
        text
        for role in evidence.of(PractitionerRole)
        for specialty in role.specialty
        for text in (
            specialty.text,
            *(c.code for c in specialty.coding),
            *(c.display for c in specialty.coding),
        )
        if text
    )


def _record(
    reference: str, code: CodeableConcept | None, when: date | None, *, as_drug: bool = False
) -> Record:
    codings = code.coding if code else ()
    found = frozenset().union(*(concepts(c.system, c.code) for c in codings))
    label = (code.text if code else None) or next((c.display for c in codings if c.display), "")
    if as_drug and code is not None:
        drug = identify(tuple((c.system, c.code, c.display) for c in codings), code.text)
        found |= drug.concepts
    return Record(found, when, label or "", reference)
