"""The problem list: conditions by concept, active or not, with what an unread one leaves open."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

import fhir_profiles
from cds_service.evidence.channel import OTHER_PATIENT, OTHER_TYPE, State
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import Condition
from cds_service.evidence.resources.datatypes import CodeableConcept
from cds_service.picture.code_index import code_index
from cds_service.picture.codes import concepts, known_system
from cds_service.picture.dates import end_of, first_day, last_day, start_of
from cds_service.picture.values import Gap

_ENDED = {"inactive", "resolved"}
_CONTROLLED = {"remission"}


class Problem(msgspec.Struct, frozen=True, gc=False):
    """One condition: concepts it belongs to, whether it lasts, and its dates."""

    concepts: frozenset[str]
    label: str
    active: bool
    in_remission: bool
    onset: date | None
    abated: date | None
    recorded: date | None
    reference: str
    hints: frozenset[str] = frozenset()

    @property
    def since(self) -> date | None:
        """Onset, or the day it was recorded."""
        return self.onset or self.recorded


@dataclass(frozen=True, slots=True)
class Problems:
    """All conditions of the patient; `gap` says why absence is not a fact, None when it is."""

    listed: tuple[Problem, ...]
    gap: Gap | None

    def of(self, *wanted: str) -> tuple[Problem, ...]:
        """Every condition of the concepts, past ones included."""
        return tuple([p for p in self.listed if not p.concepts.isdisjoint(wanted)])

    def active(self, *wanted: str) -> tuple[Problem, ...]:
        """The conditions of the concepts that last."""
        return tuple([p for p in self.of(*wanted) if p.active])

    def has(self, *wanted: str) -> bool | None:
        """Whether an active condition is listed; None when its absence proves nothing."""
        if self.active(*wanted):
            return True
        return None if self.why_unknown(*wanted) else False

    def ever_had(self, *wanted: str) -> bool | None:
        """Whether a condition is or was listed; None when its absence proves nothing."""
        if self.of(*wanted):
            return True
        return None if self.why_unknown(*wanted) else False

    def why_unknown(self, *wanted: str) -> tuple[Gap, ...]:
        """Why the absence of the concepts is not a fact; empty when it is one."""
        hinted = tuple(
            Gap("conditions", "not-coded", p.label)
            for p in self.listed
            if p.active and not p.hints.isdisjoint(wanted) and p.concepts.isdisjoint(wanted)
        )
        return hinted + ((self.gap,) if self.gap else ())


def read_problems(evidence: Evidence, today: date) -> Problems:
    """The problem list of the call."""
    return Problems(
        listed=tuple(_problem(condition, today) for condition in evidence.of(Condition)),
        gap=gap_of(evidence, Condition, "conditions"),
    )


_WHY = {
    State.NOT_SENT: "not-sent",
    State.PARTIAL: "one-page-of-more",
    State.ERROR: "came-as-error",
}
_SENT_INSTEAD = {OTHER_PATIENT: "other-patient", OTHER_TYPE: "other-type"}


def gap_of(evidence: Evidence, kind: type, what: str) -> Gap | None:
    """Why the absence of a resource of this type is not a fact; None when it is."""
    channel = evidence.channel(kind.__name__)
    why = _WHY.get(channel.state)
    return Gap(what, _SENT_INSTEAD.get(channel.why, why)) if why else None


def _problem(condition: Condition, today: date) -> Problem:
    abated = last_day(condition.abatementDateTime) or end_of(condition.abatementPeriod)
    statuses = _status_codes(condition.clinicalStatus)
    over = bool(statuses & _ENDED) or (not statuses and abated is not None and abated < today)
    found, hints = _meaning(condition.code)
    return Problem(
        concepts=found,
        label=_label(condition.code),
        active=not over,
        in_remission=bool(statuses & _CONTROLLED),
        onset=first_day(condition.onsetDateTime) or start_of(condition.onsetPeriod),
        abated=abated,
        recorded=first_day(condition.recordedDate),
        reference=f"Condition/{condition.id or '?'}",
        hints=hints,
    )


def _status_codes(concept: CodeableConcept | None) -> set[str]:
    return {coding.code for coding in concept.coding if coding.code} if concept else set()


def _label(code: CodeableConcept | None) -> str:
    if code is None:
        return ""
    displays = (coding.display or coding.code for coding in code.coding)
    return code.text or next((text for text in displays if text), "")


def _meaning(code: CodeableConcept | None) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts a code means, and those its uncoded wording may mean."""
    if code is None:
        return frozenset(), frozenset()
    found: frozenset[str] = frozenset()
    identified = False
    for coding in code.coding:
        found |= concepts(coding.system, coding.code)
        identified = identified or (bool(coding.code) and known_system(coding.system))
    if found or identified:
        return found, frozenset()
    return _by_name([code.text, *(coding.display for coding in code.coding)])


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    path = fhir_profiles.root() / "condition-names.json"
    names: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    return names


def _by_name(texts: Iterable[str | None]) -> tuple[frozenset[str], frozenset[str]]:
    written = {_folded(text) for text in texts if text}
    named = frozenset(
        concept for concept, known in _names().items() if written & set(known["names"])
    )
    if named:
        return code_index().with_groups(named), frozenset()
    hinted = frozenset(
        concept
        for concept, known in _names().items()
        for text in written
        if any(hint in text for hint in known["hints"])
        and not any(other in text for other in known["others"])
    )
    return named, hinted


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore")
    return " ".join(plain.decode().lower().replace("-", " ").split())
