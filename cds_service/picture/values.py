"""Known or unknown: no value of the picture is ever a silent default."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Generic, TypeVar

import msgspec

T_co = TypeVar("T_co", covariant=True)


class Gap(msgspec.Struct, frozen=True, gc=False):
    """One thing missing: what (`weight`, `dose`), why (`not-sent`, `unit-missing`), of what.

    `subject` is text from the chart (a drug as written) or a reference; it is shown as data.
    """

    what: str
    why: str
    subject: str = ""


class Known(msgspec.Struct, Generic[T_co], frozen=True):
    """A value with its unit, its date and the resource it comes from."""

    value: T_co
    unit: str = ""
    when: date | None = None
    source: str = ""


class Unknown(msgspec.Struct, frozen=True, gc=False):
    """No value, and the reasons."""

    gaps: tuple[Gap, ...]

    @classmethod
    def because(cls, what: str, why: str, subject: str = "") -> Unknown:
        """An Unknown with a single reason."""
        return cls((Gap(what, why, subject),))


class Amount(msgspec.Struct, frozen=True, gc=False):
    """A number that may be known only within bounds (a prescribed range, a result `< 70`)."""

    low: float
    high: float

    @classmethod
    def exactly(cls, value: float) -> Amount:
        """An amount known to the point."""
        return cls(value, value)

    @property
    def exact(self) -> bool:
        """Whether both bounds coincide."""
        return self.low == self.high

    @property
    def zero(self) -> bool:
        """Whether it is certainly nothing."""
        return self.low == self.high == 0.0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.low + other.low, self.high + other.high)

    def times(self, factor: float) -> Amount:
        """Both bounds multiplied by a non-negative factor."""
        return Amount(self.low * factor, self.high * factor)

    def above(self, limit: float, tolerance: float = 1e-9) -> bool | None:
        """Whether it is above `limit`; None when the bounds lie on both sides."""
        if self.low > limit + tolerance:
            return True
        return None if self.high > limit + tolerance else False

    def below(self, limit: float, tolerance: float = 1e-9) -> bool | None:
        """Whether it is below `limit`; None when the bounds lie on both sides."""
        if self.high < limit - tolerance:
            return True
        return None if self.low < limit - tolerance else False


NOTHING = Amount(0.0, 0.0)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts, bound by bound."""
    found = list(amounts)
    if len(found) == 1:
        return found[0]
    return Amount(math.fsum(a.low for a in found), math.fsum(a.high for a in found))


def any_true(answers: Iterable[bool | None]) -> bool | None:
    """Three-valued "or": True if any is, else None if any is unknown, else False."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def all_true(answers: Iterable[bool | None]) -> bool | None:
    """Three-valued "and": False if any is, else None if any is unknown, else True."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True
