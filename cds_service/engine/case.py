"""What a rule is given: the patient's picture, the day, the hook, and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from cds_service.engine.table import Definition, Number, Table
from cds_service.errors import ContentError
from cds_service.picture.picture import Picture

T = TypeVar("T")


class NotInForceError(Exception):
    """A number of the rule has no value on the day of the case."""

    def __init__(self, name: str, on: date) -> None:
        super().__init__(f"{name} has no value on {on.isoformat()}")
        self.on = on


class Call:
    """One call as all rules share it; remembers what definitions have worked out."""

    def __init__(
        self, picture: Picture, hook: str, today: date, definitions: Mapping[str, Definition]
    ) -> None:
        self.picture = picture
        self.hook = hook
        self.today = today
        self.definitions = definitions
        self._worked_out: dict[Callable[..., Any], Any] = {}

    def once(self, define: Callable[[Call], T]) -> T:
        """The result of a clinical definition, worked out once per call."""
        if define not in self._worked_out:
            self._worked_out[define] = define(self)
        return cast("T", self._worked_out[define])

    def number(self, definition: str, name: str, on: date | None = None) -> float:
        """A number of a shared definition on a day (today by default)."""
        return _number(self.definitions[definition].numbers, name, on or self.today)


class Case:
    """A call seen by one rule, with the numbers of its own table."""

    def __init__(self, call: Call, table: Table) -> None:
        self.call = call
        self.table = table
        self.picture = call.picture
        self.hook = call.hook
        self.today = call.today

    def number(self, name: str, on: date | None = None) -> float:
        """A number of the rule's table on a day; the rule keeps quiet when it is not in force."""
        return _number(self.table.numbers, name, on or self.today)

    def number_or_none(self, name: str, on: date | None = None) -> float | None:
        """A number of the rule's table on a day; None when it is not in force."""
        return self.table.numbers[name].on(on or self.today)

    def once(self, define: Callable[[Call], T]) -> T:
        """The result of a clinical definition, worked out once per call."""
        return self.call.once(define)


def _number(numbers: Mapping[str, Number], name: str, on: date) -> float:
    found = numbers.get(name)
    if found is None:
        raise ContentError(f"no number is called {name!r}")
    value = found.on(on)
    if value is None:
        raise NotInForceError(name, on)
    return value
