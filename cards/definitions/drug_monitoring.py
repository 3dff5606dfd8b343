"""Whether a test that a drug asks for is overdue: often in the first weeks, then less.

The drug's own monitoring, for every age and indication. A test counts by its date, whatever its
value; a first test shortly before the drug is the baseline.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cards.definitions.inpatient import inpatient
from cards.definitions.requested import requested
from cards.definitions.unread_orders import doubts
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RequestService,
    Slot,
    Treatment,
    Verdict,
    courses,
)


@dataclass(frozen=True, slots=True)
class Test:
    """A test: its concepts, how a request words it, the service that asks for it, its gap."""

    concepts: tuple[str, ...]
    words: tuple[str, ...]
    service: str
    what: str


BLOOD_COUNT = Test(
    ("obs.wbc", "obs.neutrophils", "obs.platelets", "obs.hb"),
    ("nfs", "numeration", "hemogramme", "blood count", "cbc"),
    "blood-count",
    "blood-count",
)
IMMUNOGLOBULINS = Test(("obs.igg",), ("igg", "immunoglobulin"), "immunoglobulins", "igg")


def drugs_judged(case: Case, drugs: Iterable[str]) -> tuple[Treatment, ...]:
    """The treatments a monitoring rule speaks of: taken, or at signing those being ordered."""
    treatments = case.picture.treatments
    if case.hook == "patient-view":
        return tuple(t for drug in drugs for t in treatments.running(drug))
    return tuple(t for drug in drugs for t in treatments.ordered(drug) if t.systemic)


def overdue(case: Case, given: tuple[Treatment, ...], test: Test) -> Verdict:
    """Fires (`early`, `late`, `never`) when the last test is older than its interval.

    The table's numbers: `early_days` of exposure with `early_interval`, then `late_interval`;
    `baseline_days` for the test before the drug.
    """
    if not given:
        gaps = doubts(case.call)
        return CannotTell(gaps) if gaps and case.hook == "patient-view" else Quiet("not-taken")
    if case.once(inpatient):
        return Quiet("inpatient")
    last = last_test(case, test)
    days = exposure_days(case, given)
    facts: dict[str, Fact] = {"last_test": last, "exposure_days": days}
    concern = Concern("", test.what)
    age = None if last is None else (case.today - last).days
    early, late = case.number("early_interval"), case.number("late_interval")
    allowed = _allowed(case, days)
    if age is not None and age <= (early if allowed is None else allowed):
        return Quiet("tested", facts)
    gap = case.picture.results.gap
    if gap is not None:
        return CannotTell((Gap(test.what, gap.why),), facts, concern)
    if requested(case.call, test.concepts, test.words):
        return Quiet("requested", facts)
    if age is not None and allowed is None and age <= late:
        return CannotTell((Gap("treatment-start", "date-missing", given[0].label),), facts, concern)
    slots: dict[str, Slot] = {"drug": ChartText(given[0].label), "last": last or case.today}
    soon = days is not None and days < case.number("early_days")
    return Fires(
        "never" if last is None else ("early" if soon else "late"),
        slots=slots,
        facts=facts,
        concern=concern,
        proposals=(Proposal("test", (RequestService(test.service),)),),
    )


def last_test(case: Case, test: Test) -> date | None:
    """The day of the newest result of a test."""
    found = case.picture.results.findings(*test.concepts)
    return max((finding.when for finding in found if finding.when is not None), default=None)


def exposure_days(case: Case, given: tuple[Treatment, ...]) -> int | None:
    """Days since the most recent of the drugs was begun; None when an order gives no date."""
    gap_days = round(case.call.number("nephritis-treatment", "course_gap_days"))
    starts: list[date] = []
    for drug in {ingredient for treatment in given for ingredient in treatment.ingredients}:
        taken = case.picture.treatments.of(drug)
        if any(treatment.running and treatment.start is None for treatment in taken):
            return None
        begun = [stretch.start for stretch in courses(taken, gap_days)]
        starts.append(max((day for day in begun if day <= case.today), default=case.today))
    return (case.today - max(starts)).days if starts else None


def _allowed(case: Case, days: int | None) -> float | None:
    """How old the last test may be; None when the length of exposure is not known."""
    if days is None:
        return None
    early = case.number("early_interval")
    if days >= case.number("early_days"):
        return case.number("late_interval")
    return case.number("baseline_days") + days if days <= early else early
