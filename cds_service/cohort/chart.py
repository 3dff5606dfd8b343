"""One patient's lines as the prefetch of a hook request, and what the rules say to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from cds_service.cohort.lines import DAMAGED, MEDICATION
from cds_service.cohort.records import Record
from cds_service.engine.case import Call
from cds_service.engine.evaluate import Outcome, evaluate
from cds_service.engine.pack import Pack
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.gather import gather
from cds_service.evidence.templates import KEY_OF_TYPE
from cds_service.hooks.contexts import HookContext
from cds_service.picture.picture import Picture

_MEDICATIONS = "medications"
"""Any key will do: drugs that orders refer to are known by their ids, not by where they came."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A patient, the call about the patient, and the verdicts."""

    evidence: Evidence
    call: Call
    outcomes: tuple[Outcome, ...]


def ask(
    pack: Pack, hook: str, today: date, patient: str, prefetch: Mapping[str, msgspec.Raw]
) -> Asked:
    """Every rule's verdict on one patient; raises MissingDataError as the hook does."""
    context = HookContext("cohort", patient, None, (), msgspec.Raw())
    evidence = gather(context, dict(prefetch))
    call = Call(Picture(evidence, today), hook, today, pack.definitions)
    return Asked(evidence, call, evaluate(pack, call))


def prefetch_of(records: Iterable[Record], types: Iterable[str]) -> dict[str, msgspec.Raw]:
    """The record under the keys of the prefetch; a type that was sent is there, if only empty."""
    by_kind: dict[str, list[bytes]] = {kind: [] for kind in KEY_OF_TYPE if kind in types}
    drugs = []
    # Sorted, so that the order of the input can never matter.
    for raw, kind in sorted((found.raw, found.kind) for found in records):
        if kind == MEDICATION:
            drugs.append(raw)
        else:
            by_kind.setdefault(kind.removesuffix(DAMAGED), []).append(raw)
    patient = by_kind.pop("Patient", [])
    prefetch = {KEY_OF_TYPE[kind]: _bundle(_entries(raws)) for kind, raws in by_kind.items()}
    if patient:
        prefetch[KEY_OF_TYPE["Patient"]] = msgspec.Raw(patient[0])
    if drugs:
        prefetch[_MEDICATIONS] = _bundle(drugs)
    return prefetch


def _entries(raws: Iterable[bytes]) -> Iterable[bytes]:
    return (b'{"resource":' + raw + b"}" for raw in raws)


def _bundle(entries: Iterable[bytes]) -> msgspec.Raw:
    return msgspec.Raw(b'{"resourceType":"Bundle","entry":[' + b",".join(entries) + b"]}")
