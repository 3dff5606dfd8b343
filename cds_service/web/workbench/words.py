"""The words of the pages, in both languages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import yaml

from cds_service.engine.table import Worded


@cache
def words() -> dict[str, Worded]:
    """Every text of the pages by its key (words.yaml)."""
    text = (files(__package__) / "words.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return msgspec.convert(yaml.load(text, Loader=loader), dict[str, Worded])  # noqa: S506 (safe)


def word(key: str, language: str, **slots: object) -> str:
    """One text with its `{slots}` filled; raises KeyError for a key that is not there."""
    said = words()[key].in_language(language)
    return said.format(**slots) if slots else said


def words_for_scripts(language: str) -> dict[str, str]:
    """The texts that the scripts of the pages need (keys that begin with `js.`)."""
    return {
        key.removeprefix("js."): worded.in_language(language)
        for key, worded in words().items()
        if key.startswith("js.")
    }
