"""Medications that orders only refer to and that nobody sent: which to read, and keeping them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.fetch_limits import MAX_DRUGS
from cds_service.evidence.fetch_plan import Want
from cds_service.evidence.fetch_trouble import Trouble
from cds_service.evidence.origin import Base
from cds_service.evidence.paging import Fetched
from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import (
    Medication,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
)

DRUG = "Medication"
REFERRING = ("MedicationRequest", "MedicationStatement", "MedicationDispense")
"""Types that may name a Medication elsewhere."""
_READ = re.compile(rf"{DRUG}/[\w.~-]{{1,512}}(/_history/[\w.~-]{{1,512}})?", re.ASCII)
_RUNNING = {"active", "draft"}
_Referring = MedicationRequest | MedicationStatement | MedicationDispense


def unsent_drugs(evidence: Evidence, base: Base, asked: set[str]) -> list[Want]:
    """Reads of Medications that are lacking, the most needed first; `asked` grows by them.

    What lies elsewhere or beyond the bound is not read, and said.
    """
    wants: list[Want] = []
    for target in _lacking(evidence):
        path = target.removeprefix(f"{base.url}/")
        if path in asked or target.startswith(("#", "urn:")):
            continue
        url = f"{base.url}/{path}"
        if not _READ.fullmatch(path) or not base.holds(url):
            evidence.notice(Trouble.ELSEWHERE, DRUG)
        elif len(asked) >= MAX_DRUGS:
            evidence.notice(Trouble.TOO_MANY_DRUGS, DRUG)
        else:
            asked.add(path)
            wants.append(Want(target, DRUG, url, is_search=False))
    return wants


def keep_drug(evidence: Evidence, want: Want, got: Fetched) -> Fetched:
    """Keep the Medication that was read; what is not the one asked for is set aside, and said."""
    found = [
        resource
        for page in got.pages
        for resource in page.resources
        if isinstance(resource, Medication) and resource.id == bare_id(want.key)
    ]
    if not found:
        got.trouble = got.trouble or Trouble.UNREADABLE
        evidence.notice(got.trouble, DRUG)
        return got
    if any(page.odd for page in got.pages):
        evidence.odd[DRUG] += 1
    evidence.medications[want.key] = found[0]
    if "/_history/" not in want.key:
        evidence.medications.setdefault(f"{DRUG}/{found[0].id}", found[0])
    return got


def _lacking(evidence: Evidence) -> Iterator[str]:
    known = evidence.medications
    named = sorted(_named(evidence), key=lambda one: one[0])
    for _, target in named:
        if target not in known and f"{DRUG}/{bare_id(target)}" not in known:
            yield target


def _named(evidence: Evidence) -> Iterator[tuple[int, str]]:
    """References to Medications by need: drafts, then what runs and is not named, then the rest."""
    for draft in evidence.drafts:
        if isinstance(draft.resource, MedicationRequest):
            yield from _target(draft.resource, 0)
    stored: tuple[_Referring, ...] = (
        *evidence.of(MedicationRequest),
        *evidence.of(MedicationStatement),
        *evidence.of(MedicationDispense),
    )
    for resource in stored:
        yield from _target(resource, 1 if resource.status in _RUNNING else 3)


def _target(resource: _Referring, need: int) -> Iterator[tuple[int, str]]:
    reference = resource.medicationReference
    if reference is None or not reference.reference or resource.medicationCodeableConcept:
        return
    # A drug that is named beside the reference can wait for one that is not.
    yield need + bool(reference.display), reference.reference
