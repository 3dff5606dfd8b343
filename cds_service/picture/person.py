"""The person: age on the day, sex, alive or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import Patient
from cds_service.picture.dates import completed_years, span
from cds_service.picture.values import Gap, Known, Unknown


@dataclass(frozen=True, slots=True)
class Person:
    """Age bounds in completed years (equal when the birth date is whole), sex, and death."""

    youngest: int | None
    oldest: int | None
    sex: str | None
    deceased: bool

    @property
    def age(self) -> Known[int] | Unknown:
        """Age in completed years on the day of the call."""
        if self.youngest is None:
            return Unknown((AGE_GAP,))
        if self.youngest != self.oldest:
            return Unknown.because("birth-date", "date-imprecise")
        return Known(self.youngest, "a")

    def at_least(self, years: int) -> bool | None:
        """Whether the person has reached an age; None when the birth date does not tell."""
        if self.youngest is None or self.oldest is None:
            return None
        if self.youngest >= years:
            return True
        return None if self.oldest >= years else False


AGE_GAP = Gap("birth-date", "absent")


def read_person(evidence: Evidence, today: date) -> Person:
    """The person of the call, from the Patient resource."""
    patients = evidence.of(Patient)
    if not patients:
        return Person(None, None, None, deceased=False)
    patient = patients[0]
    born = span(patient.birthDate)
    plausible = born is not None and born.first <= today
    return Person(
        youngest=max(completed_years(born.last, today), 0) if born and plausible else None,
        oldest=completed_years(born.first, today) if born and plausible else None,
        sex=patient.gender if patient.gender in {"female", "male"} else None,
        deceased=bool(patient.deceasedBoolean or patient.deceasedDateTime),
    )
