"""All that is known of the patient for one call, and what is not, with the reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

import msgspec

from cds_service.evidence.channel import Channel, State
from cds_service.evidence.resources import (
    ImmunizationRecommendation,
    Medication,
    MedicationRequest,
    Resource,
    ServiceRequest,
)

R = TypeVar("R", bound=Resource)

DraftResource = MedicationRequest | ImmunizationRecommendation | ServiceRequest


@dataclass(frozen=True, slots=True)
class Draft:
    """An order of `context.draftOrders`; `raw` is its JSON with every member the client sent."""

    resource: DraftResource
    raw: bytes
    reference: str
    selected: bool
    unreadable: tuple[str, ...] = ()

    def as_sent(self) -> dict[str, Any]:
        """The whole draft as plain JSON."""
        return cast("dict[str, Any]", msgspec.json.decode(self.raw))


@dataclass(frozen=True, slots=True)
class LostDraft:
    """An order of the call that was set aside: its reference or place, and why."""

    reference: str
    why: Literal["unreadable", "other-patient"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the request that the client should know: a code and what it concerns."""

    code: str
    what: str


@dataclass(slots=True)
class Evidence:
    """Resources by type with their completeness, the drafts, and the notices."""

    patient_id: str
    encounter_id: str | None = None
    channels: dict[str, Channel] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    medications: dict[str, Medication] = field(default_factory=dict)
    lost_drafts: list[LostDraft] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    odd: Counter[str] = field(default_factory=Counter)
    _unreadable: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _known: set[tuple[str, str]] = field(default_factory=set)

    def channel(self, resource_type: str) -> Channel:
        """What came for a resource type; a fresh "not sent" channel when nothing did."""
        found = self.channels.get(resource_type)
        if found is None:
            found = self.channels[resource_type] = Channel()
        return found

    def add(self, kind: str, resource: Resource) -> None:
        """Add a resource of the named type, once: several prefetch values may hold the same."""
        if resource.id is not None:
            known = (kind, resource.id)
            if known in self._known:
                return
            self._known.add(known)
        self.channel(kind).resources.append(resource)

    def of(self, kind: type[R]) -> list[R]:
        """The usable resources of one type."""
        return cast("list[R]", self.channel(kind.__name__).resources)

    def complete(self, kind: type[Resource]) -> bool:
        """Whether the absence of a resource of this type is a fact."""
        return self.channel(kind.__name__).complete

    def state(self, kind: type[Resource]) -> State:
        """How the resource type was answered."""
        return self.channel(kind.__name__).state

    def mark_unreadable(self, resource: Resource, members: tuple[str, ...]) -> None:
        """Remember which members of a resource had to be left out."""
        if members:
            self._unreadable[id(resource)] = members

    def unreadable(self, resource: Resource) -> tuple[str, ...]:
        """The members of a resource that could not be read."""
        return self._unreadable.get(id(resource), ())

    def notice(self, code: str, what: str) -> None:
        """Note something the client should know, once."""
        note = Notice(code, what)
        if note not in self.notices:
            self.notices.append(note)
