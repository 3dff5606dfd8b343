"""Between the passes: a copy of each shared Medication goes to the patients who refer to it."""

from __future__ import annotations

from collections import defaultdict

from cds_service.cohort.grouping import group_of
from cds_service.cohort.lines import MEDICATION
from cds_service.cohort.parts import Part, read_index, section, write_part
from cds_service.cohort.records import REFERENCE, read_record, record
from cds_service.cohort.work import Plan, index_of

_ABOUT = Part({}, {}, frozenset(), {})


def spread_drugs(plan: Plan, number: int) -> int:
    """Join one section of Medications with those who refer to them; returns bytes read."""
    if read_index(plan.drugs(number)) is not None:
        return 0
    drugs: dict[str, bytes] = {}
    users: defaultdict[str, set[bytes]] = defaultdict(set)
    size = 0
    for chunk in range(plan.chunks):
        stem = plan.chunk(chunk)
        where = index_of(stem).sections.get(plan.shards + number)
        for line in section(stem, where) if where else ():
            size += len(line) + 1
            found = read_record(line)
            if found.kind == REFERENCE:
                users[found.owner].add(found.raw)
            else:
                # Whichever of two of one id comes first, the same one is kept.
                drugs[found.owner] = min(found.raw, drugs.get(found.owner, found.raw))
    sections: defaultdict[int, list[bytes]] = defaultdict(list)
    for drug, raw in drugs.items():
        entry = b'{"resource":' + raw + b"}"
        for user in sorted(users.get(drug, ())):
            kept = record(user, MEDICATION, 0, 0, entry)
            sections[group_of(user, plan.shards)].append(kept)
    write_part(plan.drugs(number), sections, _ABOUT)
    return size
