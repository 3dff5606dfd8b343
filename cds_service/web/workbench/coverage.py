"""What each source says, and the rule that encodes it or why none does."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import yaml

from cds_service.engine.pack import Pack
from cds_service.engine.table import Source, Worded


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement of a source."""

    says: Worded
    rules: tuple[str, ...] = ()
    why_none: Worded | None = None


class Covered(msgspec.Struct, frozen=True):
    """A source with its statements by their place in it."""

    id: str
    source: Source
    statements: dict[str, Statement]
    encoded: int
    """How many statements a rule of the pack encodes."""


def coverage(pack: Pack, package: str) -> tuple[Covered, ...]:
    """The coverage.yaml of a pack; empty when the pack has no such file."""
    entry = files(package) / "coverage.yaml"
    if not entry.is_file():
        return ()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    told = yaml.load(entry.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (safe loader)
    read = msgspec.convert(told, dict[str, dict[str, Statement]])
    present = {rule.id for rule in pack.rules}
    return tuple(
        Covered(source, pack.sources[source], statements, _encoded(statements, present))
        for source, statements in read.items()
        if source in pack.sources
    )


def _encoded(statements: dict[str, Statement], present: set[str]) -> int:
    return sum(1 for one in statements.values() if present.intersection(one.rules))
