"""What a rule may answer: it fires, it keeps quiet, or it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cds_service.engine.proposal import Proposal
from cds_service.picture.values import Amount, Gap, Known


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit for the wording; `unit` is a key of the language tables (`mg/d`)."""

    value: float | Amount
    unit: str = ""
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class ChartText:
    """Text taken from the chart (a drug as written); always shown as data, never as markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the pack's glossary, worded in the language of the answer."""

    key: str


Slot = Quantity | ChartText | Term | date | int | tuple["Slot", ...]
Fact = float | int | str | bool | date | None | Known[Any]

NO_ORDER = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """What advice is about: an order (its reference, empty for the patient) and an action.

    Verdicts with the same concern become one card.
    """

    order: str = NO_ORDER
    action: str = ""


@dataclass(frozen=True, slots=True)
class Fires:
    """The rule speaks: which wording of its table, with which values, facts and proposals."""

    wording: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    concern: Concern = Concern()
    proposals: tuple[Proposal, ...] = ()
    missing: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiet:
    """The rule has nothing to say; `reason` is a key of its table or of the shared reasons."""

    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    missing: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class CannotTell:
    """Data are missing; what can be known so far goes into `facts`."""

    missing: tuple[Gap, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    concern: Concern = Concern()


@dataclass(frozen=True, slots=True)
class Failed:
    """The rule raised; `incident` names the log entry that holds the reason."""

    incident: str


Verdict = Fires | Quiet | CannotTell
