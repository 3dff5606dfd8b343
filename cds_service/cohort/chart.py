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
from cds_service.engine.verdict import Quiet
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.gather import gather
from cds_service.evidence.templates import KEY_OF_TYPE
from cds_service.hooks.contexts import HookContext
from cds_service.picture.picture import Picture

_MEDICATIONS = "medications"
"""Any key will do: drugs that orders refer to are known by their ids, not by where they came."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A patient, the call about the patient, and the verdicts; `loud` ones are not quiet."""

    evidence: Evidence
    call: Call
    outcomes: tuple[Outcome, ...]
    loud: tuple[Outcome, ...]


def ask(
    pack: Pack, hook: str, today: date, patient: str, prefetch: Mapping[str, msgspec.Raw]
) -> Asked:
    """Every rule's verdict on one patient; raises MissingDataError as the hook does."""
    context = HookContext("cohort", patient, None, (), msgspec.Raw())
    evidence = gather(context, dict(prefetch))
    call = Call(Picture(evidence, today), hook, today, pack.definitions)
    outcomes = evaluate(pack, call)
    loud = tuple(one for one in outcomes if not isinstance(one.verdict, Quiet))
    return Asked(evidence, call, outcomes, loud)


def prefetch_of(records: Iterable[Record], types: Iterable[str]) -> dict[str, msgspec.Raw]:
    """The record under the keys of the prefetch; a type that was sent is there, if only empty."""
    by_kind: dict[str, list[bytes]] = {kind: [] for kind in KEY_OF_TYPE if kind in types}
    for found in records:
        kind = found.kind.removesuffix(DAMAGED)
        by_kind.setdefault(kind, []).append(found.raw)
    for raws in by_kind.values():
        raws.sort()  # so that the order of the input can never matter
    drugs = by_kind.pop(MEDICATION, [])
    patient = by_kind.pop("Patient", [])
    prefetch = {KEY_OF_TYPE[kind]: _bundle_of(raws) for kind, raws in by_kind.items()}
    if patient:
        prefetch[KEY_OF_TYPE["Patient"]] = msgspec.Raw(patient[0])
    if drugs:
        prefetch[_MEDICATIONS] = _bundle(b",".join(drugs))
    return prefetch


def _bundle_of(resources: list[bytes]) -> msgspec.Raw:
    if not resources:
        return _EMPTY
    return _bundle(b'{"resource":' + b'},{"resource":'.join(resources) + b"}")


def _bundle(entries: bytes) -> msgspec.Raw:
    return msgspec.Raw(b'{"resourceType":"Bundle","entry":[' + entries + b"]}")


_EMPTY = _bundle(b"")
