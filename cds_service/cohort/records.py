"""The lines of a part: whose, of which kind, from where, and the resource as it was sent."""

from __future__ import annotations

from typing import NamedTuple


class Record(NamedTuple):
    """One line of a part; `line` counts within the portion that was grouped."""

    owner: str
    kind: str
    file: int
    line: int
    raw: bytes


def record(owner: str, kind: str, file: int, line: int, raw: bytes) -> bytes:
    """A resource on one line; JSON holds no line break, a printable id no tab."""
    return b"%b\t%b\t%d\t%d\t%b\n" % (owner.encode(), kind.encode(), file, line, raw)


def read_record(line: bytes) -> Record:
    """The line that `record` wrote."""
    owner, kind, file, number, raw = line[:-1].split(b"\t", 4)
    return Record(owner.decode(), kind.decode(), int(file), int(number), raw)


REFERENCE = ">"
"""The kind of a record that says which patient refers to a drug."""


def reference_to_drug(drug: str, patient: str) -> bytes:
    """Note that a patient's record refers to a Medication."""
    return record(drug, REFERENCE, 0, 0, patient.encode())
