"""What each rule costs beyond what rules share, and what the shared definitions cost by themselves.

A definition is worked out once in a call and paid by whichever rule asks first. So rules are timed
on a call whose definitions are all known, and definitions on a fresh call, nested ones left out.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from typing_extensions import override

from benchmarks.in_process import call_of, pack
from benchmarks.timing import microseconds
from cds_service.engine.case import Call, Case
from cds_service.engine.evaluate import evaluate
from cds_service.engine.pack import Rule
from cds_service.hooks.contexts import HOOKS

T = TypeVar("T")
_FRESH_CALLS = 40
_PICTURE = "the picture (typed facts of the record)"


@dataclass(frozen=True, slots=True)
class RuleCosts:
    """Microseconds of each rule, and of each thing shared; both dearest first."""

    rules: dict[str, float]
    shared: dict[str, float]


def measure() -> RuleCosts:
    """Time every rule at one of its hooks, and what the rules of all hooks share."""
    rules: dict[str, float] = {}
    for hook in reversed(HOOKS):
        call = call_of(hook)
        evaluate(pack(), call)
        for rule in pack().for_hook(hook):
            if rule.id not in rules:
                rules[rule.id] = microseconds(_asking(rule, call))
    return RuleCosts(_dearest_first(rules), _dearest_first(_shared()))


def _asking(rule: Rule, call: Call) -> Callable[[], object]:
    return lambda: rule.decide(Case(call, rule.table))


class _Timed(Call):
    """A call that notes how long each definition takes, without those it asks itself."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.picture, call.hook, call.today, call.definitions)
        self.spent: dict[str, int] = {}
        self._nested = [0]

    @override
    def once(self, define: Callable[[Call], T]) -> T:
        name = f"{define.__module__.rpartition('.')[2]}.{define.__name__}"
        known = name in self.spent
        self._nested.append(0)
        began = time.thread_time_ns()
        found = super().once(define)
        took = time.thread_time_ns() - began
        inner = self._nested.pop()
        self._nested[-1] += took
        if not known:
            self.spent[name] = took - inner
        return found


def _shared() -> dict[str, float]:
    """Each definition's own time over fresh calls of all hooks, the picture's parts made before."""
    spent: defaultdict[str, list[int]] = defaultdict(list)
    for hook in HOOKS:
        warm = call_of(hook)
        evaluate(pack(), warm)
        for _ in range(_FRESH_CALLS):
            call = _Timed(warm)  # the same picture, with no definition known yet
            evaluate(pack(), call)
            for name, took in call.spent.items():
                spent[name].append(took)
    found = {name: statistics.median(times) / 1000 for name, times in spent.items()}
    return found | {_PICTURE: _picture()}


def _picture() -> float:
    """A first look at a fresh picture, less a second look: what reading the record costs."""
    hook = HOOKS[-1]
    first: list[int] = []
    second: list[int] = []
    for _ in range(_FRESH_CALLS):
        fresh = call_of(hook)
        for times in (first, second):
            call: Call = Call(fresh.picture, hook, fresh.today, fresh.definitions)
            began = time.thread_time_ns()
            evaluate(pack(), call)
            times.append(time.thread_time_ns() - began)
    return (statistics.median(first) - statistics.median(second)) / 1000


def _dearest_first(costs: dict[str, Any]) -> dict[str, float]:
    return dict(sorted(costs.items(), key=lambda one: -one[1]))
