"""A rule's table: its numbers by effective date, its wording, sources and override reasons."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Certainty = Literal["S", "V", "V2", "K"]
Indicator = Literal["info", "warning", "critical"]
Status = Literal["active", "shadow", "off"]
HookName = Literal["patient-view", "order-select", "order-sign"]


class Worded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same text in French and English, with the same `{slots}`."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in a language (`fr` or `en`)."""
        return self.en if language == "en" else self.fr


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source of the pack and the place in it; certainty S, V, V2 or K."""

    id: str
    locator: str
    certainty: Certainty


class DatedValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """A number in force from a day on, until the next one or `until` (inclusive)."""

    since: date
    value: float
    source: str
    locator: str
    certainty: Certainty
    checked_on: date
    until: date | None = None


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A threshold or window: what it means, its unit, its values by date (oldest first)."""

    means: Worded
    unit: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> float | None:
        """The value in force on a day; None when there is none."""
        for value in reversed(self.values):
            if value.since <= day:
                return value.value if value.until is None or day <= value.until else None
        return None


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way the rule speaks: its urgency, one sentence, and the detail in Markdown."""

    indicator: Indicator
    summary: Worded
    detail: Worded


class Offer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The label of a suggestion and the description of its action."""

    label: Worded
    action: Worded


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything about a rule that is not logic; `terms` are those it adds to the glossary."""

    rule: str
    status: Status
    hooks: tuple[HookName, ...]
    review_by: date
    title: Worded
    question: Worded
    sources: tuple[Citation, ...]
    wording: dict[str, Wording]
    numbers: dict[str, Number] = {}
    quiet: dict[str, Worded] = {}
    override: tuple[str, ...] = ()
    suggestions: dict[str, Offer] = {}
    not_modelled: Worded | None = None
    snooze_days: int = 183
    terms: dict[str, Worded] = {}


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers shared by several rules (a clinical definition), without wording."""

    definition: str
    title: Worded
    review_by: date
    numbers: dict[str, Number]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source: how to cite it, its date, its link, and what was read of it."""

    label: Worded
    citation: str
    published: str
    read: str
    checked_on: date
    url: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason not to follow a card: a standard code where one fits, else one of ours."""

    system: str
    code: str
    display: Worded


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An examination or referral that can be requested: its code (if one is known) and name."""

    display: Worded
    system: str | None = None
    code: str | None = None
    category: str | None = None
