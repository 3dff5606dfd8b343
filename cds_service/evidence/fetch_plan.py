"""What to ask the FHIR server for: every resource type that was not sent, or not in full."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from cds_service.evidence.channel import State
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.fetch_limits import PAGE_SIZE
from cds_service.evidence.origin import Base
from cds_service.evidence.templates import TEMPLATES, TYPE_OF_KEY

_PATIENT = "{{context.patientId}}"
_CLIMBS = re.compile(r"\.{1,2}|.*[/\\%\x00-\x1f\x7f].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Want:
    """One resource type to ask for; `had` counts its resources of the pages already sent."""

    key: str
    kind: str
    url: str
    is_search: bool
    had: int = 0


def wanted(evidence: Evidence, base: Base) -> list[Want]:
    """Requests that would complete the evidence; none for a patient id that cannot be asked for."""
    if not askable(evidence.patient_id):
        return []
    wants = []
    for key, kind in TYPE_OF_KEY.items():
        channel = evidence.channel(kind)
        if channel.complete:
            continue
        following = urljoin(f"{base.url}/", channel.next_url) if channel.next_url else ""
        if channel.state is State.PARTIAL and base.holds(following):
            wants.append(Want(key, kind, following, True, len(channel.resources)))
        else:
            wants.append(_from_start(key, kind, evidence.patient_id, base))
    return wants


def askable(patient_id: str) -> bool:
    """Whether an id stays one segment of a path, whatever a proxy decodes on the way."""
    return _CLIMBS.fullmatch(patient_id) is None


def _from_start(key: str, kind: str, patient_id: str, base: Base) -> Want:
    query = TEMPLATES[key].replace(_PATIENT, quote(patient_id, safe=""))
    is_search = "?" in query
    count = f"&_count={PAGE_SIZE}" if is_search else ""
    return Want(key, kind, f"{base.url}/{query}{count}", is_search)
