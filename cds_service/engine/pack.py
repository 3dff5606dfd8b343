"""Finding and loading a knowledge pack: every rule with its table, and the shared tables."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar

import msgspec
import yaml

from cds_service.engine.case import Case
from cds_service.engine.table import Definition, Override, Service, Source, Table, Worded
from cds_service.engine.verdict import Verdict
from cds_service.errors import ContentError

T = TypeVar("T")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Digest(Protocol):
    """A running hash of the pack's content."""

    def update(self, data: bytes, /) -> None:
        """Add bytes to the hash."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision: its id, its topic, its logic and its table."""

    id: str
    topic: str
    decide: Callable[[Case], Verdict]
    table: Table


@dataclass(frozen=True, slots=True)
class Pack:
    """A knowledge pack, whole and checked for consistency."""

    version: str
    rules: tuple[Rule, ...]
    definitions: Mapping[str, Definition]
    sources: Mapping[str, Source]
    overrides: Mapping[str, Override]
    services: Mapping[str, Service]
    terms: Mapping[str, Worded]
    reasons: Mapping[str, Worded]
    topics: Mapping[str, Worded]
    """Topics in the order in which equally urgent advice is given."""
    population: tuple[str, ...] = ()
    """Concepts of whom the pack is for; empty for everyone."""

    def for_hook(self, hook: str) -> tuple[Rule, ...]:
        """The rules that answer a hook, switched-off ones left out."""
        return tuple(r for r in self.rules if hook in r.table.hooks and r.table.status != "off")

    def rule(self, rule_id: str) -> Rule:
        """A rule by its id; raises KeyError."""
        return next(rule for rule in self.rules if rule.id == rule_id)


def load_pack(name: str) -> Pack:
    """Load the pack of this package name; raises ContentError that names the file to mend."""
    root = files(name)
    digest = hashlib.sha256()
    tables = root / "tables"
    shared = tables / "shared"
    topics = _read(shared / "topics.yaml", dict[str, Worded], digest)
    rules = _in_order(_rules(name, tables, digest), list(topics))
    definitions = {
        table.definition: table
        for entry in sorted((tables / "definitions").iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".yaml")
        for table in [_read(entry, Definition, digest)]
    }
    version = importlib.import_module(name).__version__
    _hash_code(root, digest)
    pack = Pack(
        rules=rules,
        definitions=definitions,
        sources=_read(root / "sources.yaml", dict[str, Source], digest),
        overrides=_read(shared / "overrides.yaml", dict[str, Override], digest),
        services=_read(shared / "services.yaml", dict[str, Service], digest),
        terms=glossary(_read(shared / "terms.yaml", dict[str, Worded], digest), rules),
        reasons=_read(shared / "reasons.yaml", dict[str, Worded], digest),
        topics=topics,
        population=_read(shared / "population.yaml", tuple[str, ...], digest),
        version=f"{version}+{digest.hexdigest()[:8]}",
    )
    _check(pack)
    return pack


def _rules(name: str, tables: Traversable, digest: Digest) -> list[Rule]:
    package = importlib.import_module(f"{name}.rules")
    found = []
    for module_info in pkgutil.walk_packages(package.__path__, f"{name}.rules."):
        if module_info.ispkg:
            continue
        topic, stem = module_info.name.split(".")[-2:]
        module = importlib.import_module(module_info.name)
        table = _read(tables / topic / f"{stem}.yaml", Table, digest)
        if table.rule != stem.replace("_", "-"):
            raise ContentError(f"{topic}/{stem}.yaml is about {table.rule!r}: name and id differ")
        found.append(Rule(table.rule, topic, module.decide, table))
    return found


def glossary(shared: Mapping[str, Worded], rules: Iterable[Rule]) -> dict[str, Worded]:
    """The shared terms and those of the tables; raises ContentError for a term worded twice."""
    found = dict(shared)
    for rule in rules:
        for term, said in rule.table.terms.items():
            if found.setdefault(term, said) != said:
                raise ContentError(f"{rule.id}: the term {term!r} has another wording elsewhere")
    return found


def _hash_code(folder: Traversable, digest: Digest) -> None:
    """Add all code of the pack to its version: definitions change answers as tables do."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            _hash_code(entry, digest)
        elif entry.name.endswith(".py"):
            digest.update(entry.read_bytes())


def _in_order(rules: list[Rule], topics: list[str]) -> tuple[Rule, ...]:
    unknown = {rule.topic for rule in rules} - set(topics)
    if unknown:
        raise ContentError(f"shared/topics.yaml does not list {', '.join(sorted(unknown))}")
    return tuple(sorted(rules, key=lambda rule: (topics.index(rule.topic), rule.id)))


def _read(entry: Traversable, kind: type[T], digest: Digest) -> T:
    try:
        text = entry.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(f"{entry} is missing") from None
    digest.update(text.encode())
    try:
        return msgspec.convert(yaml.load(text, Loader=_LOADER), kind)  # noqa: S506 (safe loader)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise ContentError(f"{entry}: {error}") from None


def _check(pack: Pack) -> None:
    """Every name a table uses must exist in the shared tables."""
    for rule in pack.rules:
        cited = {citation.id for citation in rule.table.sources}
        cited |= {v.source for number in rule.table.numbers.values() for v in number.values}
        for kind, used, known in (
            ("source", cited, pack.sources),
            ("override reason", set(rule.table.override), pack.overrides),
        ):
            unknown = used - set(known)
            if unknown:
                raise ContentError(f"{rule.id}: unknown {kind} {', '.join(sorted(unknown))}")
