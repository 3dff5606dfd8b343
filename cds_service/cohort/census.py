"""What the knowledge pack wants counted over a population: doses, targets, who has the disease."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

import msgspec
import yaml

from cds_service.cohort.chart import Asked
from cds_service.engine.case import Call
from cds_service.engine.table import Worded
from cds_service.engine.verdict import CannotTell, Failed, Fires

Said = Callable[[str], str]
Count = Callable[[Call, Said], tuple[bool | None, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether a patient has the disease (None: not known), and the binned value of each measure."""

    lupus: bool | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Census:
    """The `census` module of a pack; counts nothing when the pack has none."""

    count: Count | None

    def of(self, asked: Asked) -> Counted:
        """Count one patient."""
        if self.count is None:
            return Counted()

        def said(rule: str) -> str:
            verdicts = (o.verdict for o in asked.outcomes if o.rule.id == rule)
            return _said(next(verdicts, None))

        return Counted(*self.count(asked.call, said))


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a measure; one with a target is a number, the others are met or missed."""

    title: Worded
    target: float | None = None


def load_measures(content: str) -> dict[str, Measure]:
    """The measures of the pack of this package name, in the order of its `census.yaml`."""
    entry = files(content) / "census.yaml"
    if not entry.is_file():
        return {}
    text = entry.read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, Measure])


def load_census(content: str) -> Census:
    """The census of the pack of this package name."""
    name = f"{content}.census"
    if importlib.util.find_spec(name) is None:
        return Census(None)
    return Census(importlib.import_module(name).count)


def _said(verdict: object) -> str:
    match verdict:
        case Fires():
            return "fires"
        case CannotTell():
            return "cannot-tell"
        case Failed():
            return "failed"
        case _:
            return str(getattr(verdict, "reason", ""))
