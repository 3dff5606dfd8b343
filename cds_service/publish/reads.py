"""What each rule may ask of the picture, found by following its code through the pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from types import CodeType, FunctionType, ModuleType

from cds_service.engine.pack import Pack, Rule
from cds_service.picture.codes import known_concepts
from cds_service.picture.picture import BODY_WEIGHT
from cds_service.picture.result import Measure


@dataclass(frozen=True, slots=True)
class Reads:
    """What the code that a rule can reach names: concepts, measures, attributes of the picture."""

    concepts: frozenset[str]
    measures: frozenset[Measure]
    attributes: frozenset[str]


def reads_of(pack: Pack) -> dict[str, Reads]:
    """Rule id -> what it may ask; never too little, sometimes too much."""
    return {rule.id: _reads(rule) for rule in pack.rules}


def _reads(rule: Rule) -> Reads:
    walk = _Walk(rule.decide.__module__.split(".", maxsplit=1)[0])
    walk.visit(rule.decide)
    attributes = frozenset(walk.names)
    measures = set(walk.measures)
    if "weight" in attributes:  # the one measure that the picture itself knows
        measures.add(BODY_WEIGHT)
    concepts = walk.concepts | {c for measure in measures for c in measure.concepts}
    return Reads(frozenset(concepts), frozenset(measures), attributes)


class _Walk:
    """Follows functions, classes, modules and constants of one package."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.names: set[str] = set()
        self.concepts: set[str] = set()
        self.measures: set[Measure] = set()
        self._seen: set[int] = set()

    @cached_property
    def _known(self) -> frozenset[str]:
        return known_concepts()

    def visit(self, value: object, names: tuple[str, ...] = ()) -> None:
        """Take in a value; of a module only what the calling code names."""
        if isinstance(value, ModuleType):
            if self._ours(value.__name__):
                for name in names:
                    self.visit(getattr(value, name, None))
        elif isinstance(value, FunctionType):
            if self._ours(value.__module__) and self._first_time(value):
                self._enter(value)
        elif isinstance(value, type):
            if self._ours(value.__module__) and self._first_time(value):
                for member in vars(value).values():
                    self.visit(_function_of(member))
        else:
            self._constant(value)

    def _enter(self, function: FunctionType) -> None:
        for code in _codes(function.__code__):
            self.names.update(code.co_names)
            for constant in code.co_consts:
                self._constant(constant)
            for name in code.co_names:
                if name in function.__globals__:
                    self.visit(function.__globals__[name], code.co_names)

    def _constant(self, value: object) -> None:
        if isinstance(value, str):
            if value in self._known:
                self.concepts.add(value)
        elif isinstance(value, Measure):
            self.measures.add(value)
        elif isinstance(value, dict):
            for key, item in value.items():
                self._constant(key)
                self._constant(item)
        elif isinstance(value, tuple | list | set | frozenset):
            for item in value:
                self._constant(item)
        elif is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                self._constant(getattr(value, field.name))
        elif isinstance(value, FunctionType):
            self.visit(value)

    def _ours(self, module: str | None) -> bool:
        return bool(module) and str(module).split(".", maxsplit=1)[0] == self.package

    def _first_time(self, value: object) -> bool:
        first = id(value) not in self._seen
        self._seen.add(id(value))
        return first


def _function_of(member: object) -> object:
    """The function behind a method, a property or a cached property."""
    for name in ("fget", "func", "__func__"):
        inner = getattr(member, name, None)
        if isinstance(inner, FunctionType):
            return inner
    return member if isinstance(member, FunctionType) else None


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
