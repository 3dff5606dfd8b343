"""Procedures and reports: what was examined or done, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import DiagnosticReport, Procedure
from cds_service.evidence.resources.datatypes import CodeableConcept
from cds_service.picture.codes import concepts
from cds_service.picture.dates import end_of, last_day, start_of
from cds_service.picture.problems import gap_of
from cds_service.picture.values import Gap

_NOT_DONE = {"not-done", "preparation", "stopped", "registered", "cancelled", "on-hold"}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done: concepts of its code and category, its day if given, its label."""

    concepts: frozenset[str]
    when: date | None
    label: str
    reference: str


@dataclass(frozen=True, slots=True)
class Acts:
    """Everything done; `gap` says why the absence of an act is not a fact, None when it is.

    `report_gap` says the same of reports, which may be the only trace of an examination.
    """

    listed: tuple[Act, ...]
    gap: Gap | None
    report_gap: Gap | None = None

    def of(self, *wanted: str) -> tuple[Act, ...]:
        """The acts of the concepts, newest first, undated ones last."""
        found = [act for act in self.listed if not act.concepts.isdisjoint(wanted)]
        return tuple(
            sorted(found, key=lambda a: (a.when is not None, a.when or date.min), reverse=True)
        )


def read_acts(evidence: Evidence) -> Acts:
    """The procedures and diagnostic reports of the call."""
    listed = [
        _act(
            f"Procedure/{procedure.id or '?'}",
            procedure.code,
            last_day(procedure.performedDateTime)
            or end_of(procedure.performedPeriod)
            or start_of(procedure.performedPeriod),
            procedure.category,
        )
        for procedure in evidence.of(Procedure)
        if procedure.status not in _NOT_DONE
    ]
    listed += [
        _act(
            f"DiagnosticReport/{report.id or '?'}",
            report.code,
            last_day(report.effectiveDateTime) or end_of(report.effectivePeriod),
            None,
        )
        for report in evidence.of(DiagnosticReport)
        if report.status not in _NOT_DONE
    ]
    gap = gap_of(evidence, Procedure, "procedures")
    return Acts(tuple(listed), gap, gap_of(evidence, DiagnosticReport, "diagnostic-reports"))


def _act(
    reference: str,
    code: CodeableConcept | None,
    when: date | None,
    category: CodeableConcept | None,
) -> Act:
    codings = code.coding if code else ()
    grouped = category.coding if category else ()
    found = frozenset().union(*(concepts(c.system, c.code) for c in (*codings, *grouped)))
    label = (code.text if code else None) or next((c.display for c in codings if c.display), "")
    return Act(found, when, label or "", reference)
