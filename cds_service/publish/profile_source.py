"""The profiles as they are written by hand: YAML files of the data contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import yaml

import fhir_profiles
from cds_service.engine.table import Worded
from cds_service.errors import ContentError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Binding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codes of an element: how binding, and the id of the value set or its whole URL."""

    strength: str
    values: str


class Element(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One element that is read: its path below the type, why, and what it feeds.

    `types` names the types of a choice that are read; `parts` the profile that tells which parts
    of a data type are read; `feeds` the attributes of the picture that are made of it. An element
    that is not `used` is taken in, and nothing is made of it.
    """

    path: str
    why: str
    types: tuple[str, ...] = ()
    parts: str | None = None
    feeds: tuple[str, ...] = ()
    binding: Binding | None = None
    used: bool = True

    @property
    def members(self) -> tuple[str, ...]:
        """The JSON members: `value[x]` read as Quantity is `valueQuantity`."""
        if not self.path.endswith("[x]"):
            return (self.path,)
        stem = self.path.removesuffix("[x]")
        return tuple(f"{stem}{kind[:1].upper()}{kind[1:]}" for kind in self.types)


class ProfileSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One profile: the resource or data type it describes, and the elements that are read.

    `facets` names the attributes of the picture that are read from such a resource; `concepts`
    the kinds of result that a profile of a group is about.
    """

    id: str
    type: str
    title: Worded
    purpose: Worded
    elements: tuple[Element, ...]
    base: str | None = None
    facets: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()


def profile_sources() -> tuple[ProfileSource, ...]:
    """Every profile of the data contract, by id; raises ContentError that names the file."""
    return tuple(sorted(_read_all(), key=lambda source: source.id))


def _read_all() -> Iterator[ProfileSource]:
    for path in sorted((fhir_profiles.root() / "profiles").rglob("*.yaml")):
        yield _read(path)


def _read(path: Path) -> ProfileSource:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (safe loader)
    try:
        source = msgspec.convert(content, ProfileSource)
    except msgspec.ValidationError as error:
        raise ContentError(f"{path.name}: {error}") from None
    if source.id != path.stem:
        raise ContentError(f"{path.name} describes {source.id!r}: name and id differ")
    return source
