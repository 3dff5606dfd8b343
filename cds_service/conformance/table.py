"""Reading the table of conformance."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from cds_service.errors import ContentError


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    fr: str
    en: str


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One requirement: `version` 3.0 marks what is taken over early because it is safe under 2.0.

    `tests` are pytest node ids; `why_not` says what is not done or not tested, and why.
    """

    id: str
    version: Literal["2.0", "3.0"]
    level: Literal["SHALL", "SHOULD", "MAY"]
    fr: str
    en: str
    tests: tuple[str, ...] = ()
    why_not: Text | None = None


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The requirements about one matter."""

    title: Text
    requirements: tuple[Requirement, ...]


@cache
def sections() -> tuple[Section, ...]:
    """The whole table; raises ContentError when it cannot be read."""
    text = files("cds_service.conformance").joinpath("requirements.yaml").read_bytes()
    try:
        return msgspec.yaml.decode(text, type=tuple[Section, ...])
    except msgspec.MsgspecError as error:
        raise ContentError(f"cds_service/conformance/requirements.yaml: {error}") from None
