"""What the timeline draws: facts of the trace as curves, numbers of the content as lines."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Curve(msgspec.Struct, frozen=True):
    """A curve: the fact of the trace that tells its past, the drugs of its future, its limit.

    The drugs are those of a definition of equivalences, or one concept counted per kilogram.
    Without a fact the past is read from the picture of each day, as the future is.
    """

    rule: str
    number: str
    fact: str = ""
    equivalence: str = ""
    concept: str = ""


class Milestone(msgspec.Struct, frozen=True):
    """A milestone of proteinuria: months after the start, and the rule that knows its number."""

    months: int
    rule: str
    fall: str = ""
    value: str = ""


class Band(msgspec.Struct, frozen=True):
    """A bound of an activity score: a number of a shared definition."""

    measure: str
    definition: str
    number: str
    name: str


class PulseOf(msgspec.Struct, frozen=True):
    """What is a pulse: the drug, its route, and the number of a definition it reaches in mg."""

    concept: str
    route: str
    definition: str
    number: str


class Drawn(msgspec.Struct, frozen=True):
    """The whole of timeline.yaml."""

    prednisone: Curve
    pulses: PulseOf
    hydroxychloroquine: Curve
    milestones: tuple[Milestone, ...]
    bands: tuple[Band, ...]


@cache
def drawn() -> Drawn:
    """What is drawn (timeline.yaml)."""
    text = (files(__package__) / "timeline.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Drawn)
