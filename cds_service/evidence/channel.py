"""What is known about one resource type: its resources, and whether they are all there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from cds_service.evidence.resources import Resource

OTHER_PATIENT = "resources of another patient were sent"
OTHER_TYPE = "resources of another type were sent"


class State(IntEnum):
    """How a resource type was answered; the higher, the less its silence proves."""

    EMPTY = 0
    """The query was answered and there is nothing."""
    DATA = 1
    """The query was answered in full."""
    PARTIAL = 2
    """One page of more: what is there counts, what is absent proves nothing."""
    NOT_SENT = 3
    """The client did not send it."""
    ERROR = 4
    """The client or its FHIR server failed, or the answer was unreadable."""


@dataclass(slots=True)
class Channel:
    """All that came for one resource type."""

    state: State = State.NOT_SENT
    resources: list[Resource] = field(default_factory=list)
    why: str = ""
    next_url: str | None = None
    """Where the rest is, when exactly one answer came as one page of more."""

    @property
    def complete(self) -> bool:
        """Whether the absence of a resource is a fact."""
        return self.state in {State.EMPTY, State.DATA}

    def answered(self, state: State, why: str = "") -> None:
        """Note one more answer; the least trustworthy of several counts."""
        if self.state is State.NOT_SENT or state > self.state:
            self.state = state
            self.why = why or self.why

    def ask_again(self) -> None:
        """Keep the resources, and let the answers to come decide how complete they are."""
        self.state, self.why, self.next_url = State.NOT_SENT, "", None
