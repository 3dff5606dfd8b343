"""The lines of a part: whose, of which kind, from where, and the resource as it was sent."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, gc=False):
    """One line of a part: where it came from is read only when somebody asks."""

    owner: str
    kind: str
    raw: bytes
    _file: bytes
    _line: bytes

    @property
    def file(self) -> int:
        """The number of the file among those of the source."""
        return int(self._file)

    @property
    def line(self) -> int:
        """The line in its file, counted within the portion that was grouped."""
        return int(self._line)


def record(owner: bytes, kind: str, file: int, line: int, raw: bytes) -> bytes:
    """A resource on one line; JSON holds no line break, a printable id no tab."""
    return b"%b\t%b\t%d\t%d\t%b\n" % (owner, kind.encode(), file, line, raw)


def read_record(line: bytes) -> Record:
    """The line that `record` wrote, without its line break."""
    owner, kind, file, number, raw = line.split(b"\t", 4)
    return Record(owner.decode(), kind.decode(), raw, file, number)


REFERENCE = ">"
"""The kind of a record that says which patient refers to a drug."""


def reference_to_drug(drug: bytes, patient: bytes) -> bytes:
    """Note that a patient's record refers to a Medication."""
    return record(drug, REFERENCE, 0, 0, patient)
