"""One treatment: an order, a statement or a draft, as a clinician would state it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from functools import cached_property

import msgspec

from cds_service.evidence.evidence import Draft
from cds_service.picture.drug_names import ingredient_concepts
from cds_service.picture.drugs import DrugIdentity
from cds_service.picture.regimen import Regimen
from cds_service.picture.step import Step
from cds_service.picture.values import Amount, Gap, Unknown, total


class Origin(Enum):
    """Where a treatment is recorded."""

    ORDER = "order"
    STATEMENT = "statement"
    DRAFT = "draft"


RUNNING = frozenset({"active", "draft"})
ENDED = frozenset({"completed", "stopped"})
TAKEN = RUNNING | ENDED
STOPPING = frozenset({"stopped", "cancelled", "completed", "on-hold", "revoked"})
"""Statuses by which a draft ends a running order at signing."""


class Treatment(msgspec.Struct, frozen=True, dict=True):
    """A drug, its dated dosage steps (mg) and the period of exposure.

    `routes` are `oral`, `iv`, `im`, `sc`, `local`. `stated_end` is the last day as recorded,
    `cut` the last day before something else takes its place. The dosage is read only for the
    treatments that a rule looks at.
    """

    reference: str
    drug: DrugIdentity
    origin: Origin
    status: str
    regimen: Regimen
    stated_end: date | None = None
    cut: date | None = None
    authored: date | None = None
    routes: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    stop_reasons: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    draft: Draft | None = None
    replaces: str = ""
    unreadable: tuple[str, ...] = ()

    @cached_property
    def start(self) -> date | None:
        """The first day of exposure; None when the chart does not give it."""
        return self.regimen.start

    @cached_property
    def end(self) -> date | None:
        """The last day, inclusive; None: open if it runs, not known if it has ended."""
        last = self.stated_end or self.regimen.end
        if self.cut is None:
            return last
        return self.cut if last is None else min(last, self.cut)

    def ended_before(self, moment: date) -> Treatment:
        """The same treatment, over on the day before a moment at the latest."""
        last = moment - timedelta(days=1)
        return msgspec.structs.replace(self, cut=last if self.cut is None else min(last, self.cut))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The dated dosage steps, as-needed ones included."""
        return self.regimen.steps

    @property
    def label(self) -> str:
        """The drug as the chart writes it."""
        return self.drug.label

    @cached_property
    def ingredients(self) -> frozenset[str]:
        """The active ingredients among the drug's concepts, groups left out."""
        return self.drug.concepts & ingredient_concepts()

    @property
    def running(self) -> bool:
        """Whether it is meant to be taken now or after signing."""
        return self.status in RUNNING

    def is_a(self, concept: str) -> bool:
        """Whether the drug belongs to a concept or a group."""
        return concept in self.drug.concepts

    @cached_property
    def systemic(self) -> bool:
        """Whether it reaches the whole body; unknown counts as systemic."""
        return "local" not in self.routes and self.drug.systemic is not False

    def taken_on(self, on: date) -> bool | None:
        """Whether it is (or was) taken on a day; None when the chart does not tell."""
        if self.status not in TAKEN:
            return None if self.status == "unknown" else False
        if self.start is not None and on < self.start:
            return False
        if self.end is not None:
            return on <= self.end and self._within_steps(on)
        if self.status in ENDED:
            return None
        return self._within_steps(on)

    def _within_steps(self, on: date) -> bool:
        if self._open_ended:
            return True
        listed = [day for step in self._regular for day in step.days]
        if listed and len(listed) == sum(len(step.days) or 1 for step in self._regular):
            return min(listed) <= on <= max(listed)
        return any(step.covers(on) for step in self._regular)

    @cached_property
    def _regular(self) -> tuple[Step, ...]:
        """The steps that are not as needed."""
        return tuple([step for step in self.steps if not step.as_needed])

    @cached_property
    def _open_ended(self) -> bool:
        """Whether no step, or not every step, has a last day."""
        return not self._regular or any(step.end is None for step in self._regular)

    def steps_on(self, on: date) -> tuple[Step, ...]:
        """The regular (not as-needed) steps in force on a day."""
        return tuple([step for step in self._regular if step.covers(on)])

    @cached_property
    def as_needed(self) -> bool:
        """Whether it is taken only when needed."""
        return bool(self.steps) and not self._regular

    def daily(self, on: date) -> Amount | Unknown:
        """Dose in mg/day on a day it is taken; Unknown says why it cannot be told."""
        return self.daily_over(self.steps_on(on))

    def daily_over(self, covering: tuple[Step, ...]) -> Amount | Unknown:
        """Dose in mg/day while these steps are in force together."""
        if self.unreadable:
            return Unknown((self.dose_gap("unreadable"),))
        if not self.steps:
            return Unknown((self.dose_gap("dose-missing"),))
        if any(not step.start_known for step in covering):
            return Unknown((self.dose_gap("step-length-missing"),))
        reasons = [step.daily for step in covering if isinstance(step.daily, str)]
        if reasons:
            return Unknown(tuple(self.dose_gap(reason) for reason in dict.fromkeys(reasons)))
        return total(step.daily for step in covering if isinstance(step.daily, Amount))

    def dose_gap(self, why: str) -> Gap:
        """The gap to report when the dose of this treatment cannot be told."""
        return Gap("dose", why, self.label or self.reference)

    @property
    def last_planned_day(self) -> date | None:
        """The last day the regimen itself plans; None when it is open-ended."""
        return self.end or self.regimen.end
