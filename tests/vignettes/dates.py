"""Dates told from the hook day: `14 mo` ago, `7 d` ahead, and `@-14d` inside raw resources."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from tests.vignettes.wording import Said, VignetteError

_SPAN = re.compile(r"^([+-]?\d+)\s*(d|wk|mo|y)$")
_EXPRESSION = re.compile(r"^@(?:([+-]?\d+)\s*(d|wk|mo|y))?(T\S+)?$")
_DAYS = {"d": 1, "wk": 7}
_MONTHS = {"mo": 1, "y": 12}


@dataclass(frozen=True)
class Span:
    """A length of time as a clinician says it."""

    count: int
    unit: str

    @classmethod
    def of(cls, said: Said) -> "Span":
        """Read `14 mo`, `3d`, or 0."""
        if said == 0:
            return cls(0, "d")
        found = _SPAN.match(str(said).strip())
        if found is None:
            raise VignetteError(f"'{said}' is not a length of time such as 14 d, 3 wk, 6 mo or 2 y")
        return cls(int(found[1]), found[2])

    def after(self, day: date) -> date:
        """The day this long after `day` (calendar months, last day kept)."""
        if self.unit in _DAYS:
            return day + timedelta(days=self.count * _DAYS[self.unit])
        months = day.year * 12 + day.month - 1 + self.count * _MONTHS[self.unit]
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))

    def before(self, day: date) -> date:
        """The day this long before `day`."""
        return Span(-self.count, self.unit).after(day)


@dataclass(frozen=True)
class Clock:
    """The hook day, from which every date of a case is told."""

    today: date

    def ago(self, said: Said) -> date:
        """The day of `14 mo` ago, of `today`, or an absolute date kept as it is."""
        if isinstance(said, date):
            return said
        if said == "today":
            return self.today
        if isinstance(said, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
            return date.fromisoformat(said)
        return Span.of(said).before(self.today)

    def birth(self, age: Said) -> date:
        """A birth date: a bare number of years is six months past the birthday, a span exact."""
        if isinstance(age, int):
            return Span(age * 12 + 6, "mo").before(self.today)
        return Span.of(age).before(self.today)

    def resolve(self, raw: Said) -> Said:
        """Replace `@-14d` and `@-14dT08:00:00+01:00` anywhere in a raw resource."""
        if isinstance(raw, dict):
            return {key: self.resolve(value) for key, value in raw.items()}
        if isinstance(raw, list):
            return [self.resolve(value) for value in raw]
        if isinstance(raw, date):
            return raw.isoformat()
        if isinstance(raw, str) and (found := _EXPRESSION.match(raw)):
            span = Span(int(found[1]), found[2]) if found[1] else Span(0, "d")
            return span.after(self.today).isoformat() + (found[3] or "")
        return raw
