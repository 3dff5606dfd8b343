"""The patient as a clinician would state it; each part is read when first asked for."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from cds_service.evidence.channel import State
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import MedicationRequest, MedicationStatement, ResearchSubject
from cds_service.picture.orders import drafts, orders, statements
from cds_service.picture.person import Person, read_person
from cds_service.picture.problems import Problems, gap_of, read_problems
from cds_service.picture.procedures import Acts, read_acts
from cds_service.picture.records import (
    Records,
    in_trial,
    read_allergies,
    read_dispenses,
    read_immunizations,
    read_requests,
    specialties,
)
from cds_service.picture.results import Measure, Results
from cds_service.picture.stay import read_stay
from cds_service.picture.treatments import Treatments, settle
from cds_service.picture.vaccines import Vaccine, drafted_vaccines
from cds_service.picture.values import Gap, Known, Unknown

BODY_WEIGHT = Measure("weight", ("obs.weight",), "weight", "kg")
_PLAUSIBLE_KG = (0.3, 500.0)


class Picture:
    """Person, problems, treatments, results and acts on the day of the call."""

    def __init__(self, evidence: Evidence, today: date) -> None:
        self.today = today
        self._evidence = evidence

    @property
    def patient_reference(self) -> str:
        """`Patient/<id>`, for resources suggested to the EHR."""
        return f"Patient/{self._evidence.patient_id}"

    @cached_property
    def person(self) -> Person:
        """Age, sex, alive or not."""
        return read_person(self._evidence, self.today)

    @cached_property
    def problems(self) -> Problems:
        """The problem list."""
        return read_problems(self._evidence, self.today)

    @cached_property
    def results(self) -> Results:
        """Laboratory results, measurements and clinicians' statements."""
        return Results(self._evidence, self.today)

    @cached_property
    def weight(self) -> Known[float] | Unknown:
        """Latest measured body weight in kg, with its date."""
        found = self.results.latest(BODY_WEIGHT)
        if isinstance(found, Unknown):
            return found
        kg = found.value.low
        if not found.value.exact or not _PLAUSIBLE_KG[0] < kg < _PLAUSIBLE_KG[1]:
            return Unknown.because("weight", "value-unreadable")
        return Known(kg, "kg", found.when, found.source)

    @cached_property
    def treatments(self) -> Treatments:
        """Orders, statements and drafts, settled among each other."""
        weight = self.weight.value if isinstance(self.weight, Known) else None
        return settle(
            orders(self._evidence, weight),
            drafts(self._evidence, weight, self.today),
            statements(self._evidence, weight),
            self.today,
            self._treatment_gaps(),
            tuple(Gap("medications", d.why, d.reference) for d in self._evidence.lost_drafts),
        )

    def _treatment_gaps(self) -> tuple[Gap, ...]:
        """Why a treatment may be missing: statements count only when they came incomplete."""
        gaps = [gap_of(self._evidence, MedicationRequest, "medications")]
        if self._evidence.state(MedicationStatement) in {State.PARTIAL, State.ERROR}:
            gaps.append(self.statements_gap)
        return tuple(gap for gap in gaps if gap)

    @cached_property
    def statements_gap(self) -> Gap | None:
        """Why a drug the patient only says to take may be missing; None when it may not."""
        return gap_of(self._evidence, MedicationStatement, "medication-statements")

    @cached_property
    def acts(self) -> Acts:
        """Procedures and reports."""
        return read_acts(self._evidence)

    @cached_property
    def allergies(self) -> Records:
        """Allergies and intolerances."""
        return read_allergies(self._evidence)

    @cached_property
    def immunizations(self) -> Records:
        """Vaccines given."""
        return read_immunizations(self._evidence)

    @cached_property
    def requests(self) -> Records:
        """Examinations requested and still open."""
        return read_requests(self._evidence)

    @cached_property
    def dispenses(self) -> Records:
        """Supplies handed over."""
        return read_dispenses(self._evidence)

    @cached_property
    def vaccines_ordered(self) -> tuple[Vaccine, ...]:
        """Vaccines among the drafts of the call."""
        return drafted_vaccines(self._evidence)

    @cached_property
    def in_trial(self) -> bool:
        """Whether the patient takes part in a clinical trial."""
        return in_trial(self._evidence, self.today)

    @cached_property
    def trial_gap(self) -> Gap | None:
        """Why the absence of a trial is not a fact; None when it is."""
        return gap_of(self._evidence, ResearchSubject, "research")

    @cached_property
    def stay(self) -> Known[str] | Unknown:
        """Hospital stay, day hospital, or not told."""
        return read_stay(self._evidence)

    @cached_property
    def specialties(self) -> frozenset[str]:
        """The prescriber's specialties, as sent."""
        return specialties(self._evidence)
