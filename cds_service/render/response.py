"""The members of a CDS Hooks answer; members without a value are left out when encoded."""

# ruff: noqa: N815 (the specification's own member names)

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cds_service.engine.table import Indicator

JsonObject = dict[str, Any]
"""A FHIR resource that is sent, as JSON."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of all members."""


class Coding(Part, frozen=True):
    """A code with its system and its text."""

    system: str
    code: str
    display: str


class SourceOfCard(Part, frozen=True):
    """Where a card comes from: who says so, and the rule as topic."""

    label: str
    topic: Coding
    url: str = ""


class Link(Part, frozen=True):
    """A web page about the advice."""

    label: str
    url: str
    type: str


class Action(Part, frozen=True):
    """One change to the EHR's draft orders."""

    type: Literal["create", "update", "delete"]
    description: str
    resource: JsonObject | None = None
    resourceId: str = ""


class Suggestion(Part, frozen=True):
    """Actions to accept with one click."""

    label: str
    uuid: str
    actions: tuple[Action, ...]


class CardFacts(Part, frozen=True):
    """What a program may want to know of a card; all members are always sent."""

    rules: tuple[str, ...]
    verdict: str
    contentVersion: str
    sources: tuple[str, ...]


class CardExtension(Part, frozen=True, rename={"ours": "example.lupus-cds"}):
    """The extension of a card."""

    ours: CardFacts


class Card(Part, frozen=True):
    """A card as CDS Hooks 2.0 defines it."""

    uuid: str
    summary: str
    indicator: Indicator
    detail: str
    source: SourceOfCard
    extension: CardExtension
    suggestions: tuple[Suggestion, ...] = ()
    selectionBehavior: str = ""
    overrideReasons: tuple[Coding, ...] = ()
    links: tuple[Link, ...] = ()


class Notices(Part, frozen=True):
    """What the client should know about its request."""

    notices: tuple[str, ...]


class ResponseExtension(Part, frozen=True, rename={"ours": "example.lupus-cds"}):
    """The extension of a response."""

    ours: Notices


class Response(Part, frozen=True):
    """The answer to a hook."""

    cards: tuple[Card, ...]
    extension: ResponseExtension | None = None
