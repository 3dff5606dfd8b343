"""Whose is a line: the little of a resource that grouping needs, read tolerantly."""

from __future__ import annotations

import re
from typing import Any, TypeGuard

import msgspec

from cds_service.evidence.references import bare_id
from cds_service.evidence.templates import KEY_OF_TYPE

MEDICATION = "Medication"
DAMAGED = "!"
"""Marks the kind of a record that stands for a line nobody could read."""

_LONGEST_ID = 256
_LITERAL = re.compile(rb'"reference"\s*:\s*"Patient/([A-Za-z0-9.\-]{1,64})"')
_KIND = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]+)"')


class _Reference(msgspec.Struct, gc=False):
    reference: str | None = None


class _Head(msgspec.Struct, gc=False):
    resourceType: str | None = None  # noqa: N815 (FHIR's own member names)
    id: str | None = None
    subject: _Reference | None = None
    patient: _Reference | None = None
    individual: _Reference | None = None
    medicationReference: _Reference | None = None  # noqa: N815


_HEAD = msgspec.json.Decoder(_Head)

# Structs without garbage collection rather than dataclasses: there is one of these for every line.


class Owned(msgspec.Struct, frozen=True, gc=False):
    """A line of a patient's record; `medication` is the id of a drug it refers to."""

    patient: str
    kind: str
    medication: str = ""


class Drug(msgspec.Struct, frozen=True, gc=False):
    """A Medication: many patients may share it."""

    id: str


class Unneeded(msgspec.Struct, frozen=True, gc=False):
    """A resource of a type that no rule reads."""

    kind: str


class Refused(msgspec.Struct, frozen=True, gc=False):
    """A line that cannot be used, and why; patient and kind when they could be made out."""

    reason: str
    patient: str = ""
    kind: str = ""


Placed = Owned | Drug | Unneeded | Refused


def place(raw: bytes, only_patient: str = "", expected: str = "") -> Placed:
    """Say whose line it is; a line without a subject belongs to `only_patient` when given."""
    try:
        head = _HEAD.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        read = _tolerant(raw, expected)
        if isinstance(read, Refused):
            return read
        head = read
    kind = head.resourceType
    if kind is None:
        return Refused("no resourceType")
    if kind == MEDICATION:
        return Drug(head.id) if _usable(head.id) else Refused("a Medication without an id")
    if kind not in KEY_OF_TYPE:
        return Unneeded(kind)
    if kind == "Patient":
        return Owned(head.id, kind) if _usable(head.id) else Refused("a Patient without an id")
    subject = head.subject or head.patient or head.individual
    reference = subject.reference if subject else None
    owner = _owner(reference) if reference and not reference.startswith("#") else only_patient
    if not _usable(owner):
        return Refused(f"no subject: {kind} does not say whose it is")
    drug = head.medicationReference.reference if head.medicationReference else None
    return Owned(owner, kind, bare_id(drug) if drug and not drug.startswith("#") else "")


def _owner(reference: str) -> str:
    if reference.startswith("Patient/") and reference.count("/") == 1:
        return reference[8:]
    return bare_id(reference)


def _usable(text: str | None) -> TypeGuard[str]:
    return text is not None and 0 < len(text) <= _LONGEST_ID and text.isprintable()


def _tolerant(raw: bytes, expected: str) -> _Head | Refused:
    """The head of JSON that is not quite FHIR, or what can be salvaged of a broken line."""
    try:
        tree = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _salvaged(raw, expected)
    if not isinstance(tree, dict):
        return Refused("not a JSON object")
    return _Head(
        _text(tree.get("resourceType")),
        _text(tree.get("id")),
        _reference(tree.get("subject")),
        _reference(tree.get("patient")),
        _reference(tree.get("individual")),
        _reference(tree.get("medicationReference")),
    )


def _salvaged(raw: bytes, expected: str) -> Refused:
    # What is broken here is missing there: the patient's rules must not read it as absent.
    named = _KIND.search(raw)
    kind = named[1].decode() if named else expected
    if kind not in KEY_OF_TYPE or kind == "Patient":
        return Refused("not valid JSON")
    found = _LITERAL.search(raw)
    return Refused("not valid JSON", found[1].decode() if found else "", kind)


def _text(value: Any) -> str | None:  # noqa: ANN401 (JSON may be anything)
    return value if isinstance(value, str) else None


def _reference(value: Any) -> _Reference | None:  # noqa: ANN401 (JSON may be anything)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        return _Reference(_text(value.get("reference")))
    return None
